-- Messages about a person's money and access come before messages that are merely of interest. Alarms come first,
-- because an admin must act. A text not listed here has priority notice; a broadcast has a kind of its own.
create or replace function app.notice_priority(p_notice jsonb) returns outbox.priority
language sql
immutable
as $$
  select case
    when coalesce(p_notice ->> 'notice', p_notice ->> 'text') = any ('{alarm-raised,alarm-over}')
      then 'answer'::outbox.priority
    when coalesce(p_notice ->> 'notice', p_notice ->> 'text') = any (
      '{
        renewed, ended, cart-bought, gift-bought, gift-was-taken, gift-expired, gift-cancelled, cart-price-changed,
        cart-price-changed-monthly, renewal-not-made, payment-credited, payment-credited-late, payment-found, refunded,
        refunded-to-source, refunded-time, refunded-undelivered, gift-undelivered, payout-sending, payout-sent,
        payout-failed, payout-returned, payout-took-time, payout-disputed, payout-dispute-won,
        credited-by-hand, debited-by-hand, time-granted, time-shortened, cancelled-by-hand,
        auto-renewal-on-by-hand, auto-renewal-off-by-hand, access-works, access-works-late, access-moved,
        access-revoked, missed, withdrawal-paid, withdrawal-returned, promo-bonus-taken-back, promo-time-taken-back
      }'
    )
      then 'receipt'::outbox.priority
    else 'notice'::outbox.priority
  end
$$;
comment on function app.notice_priority(jsonb) is
  'Takes the payload of a telegram.notice (see app.notice) or of a billing.notice; returns its priority.';
