create or replace function billing.notify_refund(
  p_period billing.paid_periods, p_amount bigint, p_destination text, p_reason text
) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform billing.notify_operation(
    p_period.payer_id,
    case
      when p_period.payer_id = p_period.user_id
        then case p_destination when 'balance' then 'refunded' else 'refunded-to-source' end
      else case p_destination when 'balance' then 'refunded-gift' else 'refunded-to-source-gift' end
    end,
    p_reason, p_amount, p_period.currency, p_period.subscription_id
  );
  if p_period.payer_id <> p_period.user_id then
    perform billing.notify_operation(
      p_period.user_id, 'gift-taken-back', p_reason, p_subscription_id => p_period.subscription_id
    );
  end if;
end
$$;
comment on function billing.notify_refund(billing.paid_periods, bigint, text, text) is
  'Tells the payer of a period how much of it was refunded (minor units), to the balance or to the source. If it was a gift, tells its user that it was taken back.';
