-- A provider repeats what it reports. Where it reports more for a charge than was booked, the rest is a payment of its
-- own (billing.beyond_booked); whatever else differs is written down, and changes nothing.
create or replace function billing.receive_repeated(
  p_known billing.payments,
  p_user_id bigint,
  p_order_token uuid,
  p_amount bigint,
  p_currency text,
  p_answered boolean,
  p_fee bigint,
  out outcome text,
  out amount bigint,
  out currency text,
  out balance bigint,
  out fulfilled_plan_title jsonb,
  out fulfilled_ends_at timestamptz,
  out renewed boolean
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_of_charge record;
begin
  if (p_known.user_id, coalesce(p_known.gross, p_known.amount), coalesce(p_known.gross_currency, p_known.currency))
    is distinct from (p_user_id, p_amount, p_currency) then
    select b.* into v_of_charge from billing.beyond_booked(p_known, p_user_id, p_amount, p_currency) as b;
    if v_of_charge.more > 0 then
      select r.*
      into outcome, amount, currency, balance, fulfilled_plan_title, fulfilled_ends_at, renewed
      from billing.receive_payment(
        p_user_id, p_known.provider, format('%s after %s', p_known.external_id, v_of_charge.booked), p_order_token,
        v_of_charge.more, p_currency, p_answered, p_fee - coalesce(v_of_charge.fee, 0)
      ) as r;
      return;
    end if;
    if v_of_charge.more is distinct from 0 then
      perform app.record(
        format('provider:%s', p_known.provider), 'payment.repeated_otherwise', 'payment', p_known.id,
        to_jsonb(p_known), jsonb_build_object('user_id', p_user_id, 'amount', p_amount, 'currency', p_currency)
      );
    end if;
  end if;
  outcome := 'repeated';
  amount := p_known.amount;
  currency := p_known.currency;
  balance := billing.balance_of(p_known.user_id, currency);
  select b.plan_title, b.ends_at, b.renewed into fulfilled_plan_title, fulfilled_ends_at, renewed
  from billing.bought_with(p_known) as b;
end
$$;
comment on function billing.receive_repeated(billing.payments, bigint, uuid, bigint, text, boolean, bigint) is
  'Takes a payment that was booked before and what its provider reports of the charge now, as billing.receive_payment does, and returns what that returns. The caller holds the lock of the charge.';
