-- Where something went wrong, or somebody else moved money or time, the way to a person is on the message itself.
create or replace function app.offers_support(p_text text) returns boolean
language sql
immutable
parallel safe
as $$
  select p_text = any (
    '{
      renewal-short, renewal-declined, renewal-grace, renewal-unavailable, renewal-not-made, cart-price-changed,
      cart-price-changed-monthly, payment-credited-late, refunded, refunded-to-source, refunded-undelivered,
      refunded-undelivered-gift, gift-undelivered, gift-late, gift-taken-back, payout-failed, payout-returned,
      payout-took-time, payout-disputed, debited-by-hand, time-shortened, cancelled-by-hand,
      access-revoked, access-works-late, withdrawal-returned, promo-bonus-taken-back, promo-time-taken-back
    }'
  )
$$;
comment on function app.offers_support(text) is
  'Takes a Fluent id of a notice; returns whether it has a button to support.';
