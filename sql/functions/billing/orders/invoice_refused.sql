-- Nothing was charged: the order is cancelled, and the next attempt shows the amounts that can be paid. A refused
-- amount that is nearer (by ratio) to the owner's minimum than to his maximum counts as too small. Any other error
-- concerns the shop, not the amount.
create or replace function billing.invoice_refused(
  p_user_id bigint,
  p_order_token uuid,
  p_error text,
  out outcome text,
  out amount bigint,
  out currency text,
  out min_amount bigint,
  out max_amount bigint
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_order billing.orders;
begin
  update billing.orders as o
  set status = 'cancelled'
  where o.token = p_order_token and o.user_id = p_user_id and o.kind = 'topup' and o.status = 'open'
  returning o.* into v_order;
  if not found then
    outcome := 'unknown';
    return;
  end if;
  update billing.invoices as i
  set status = 'failed', error = p_error, closed_at = app.now()
  where i.order_id = v_order.id and i.status = 'creating';

  outcome := case
    when p_error !~* 'AMOUNT_INVALID' then 'unavailable'
    when v_order.amount::numeric ^ 2
      < (select b.min_amount::numeric * b.max_amount from billing.topup_bounds(v_order.currency) as b) then 'too_small'
    else 'too_great'
  end;
  insert into billing.invoice_refusals as r (provider, currency, kind, amount, error, at)
  values (v_order.provider, v_order.currency, outcome, v_order.amount, p_error, app.now())
  on conflict on constraint invoice_refusals_pkey do update
  set amount = excluded.amount, error = excluded.error, at = excluded.at;
  if outcome = 'unavailable' then
    perform jobs.note_alarm('invoices_refused', format('%s makes no invoices: %s', v_order.provider, p_error));
  end if;
  amount := v_order.amount;
  currency := v_order.currency;
  select l.min_amount, l.max_amount into min_amount, max_amount from billing.topup_limits(currency) as l;
end
$$;
comment on function billing.invoice_refused(bigint, uuid, text) is
  'Cancels a top-up for which the provider refused to make an invoice; p_error: its words. outcome: too_small, too_great, unavailable (the admins are told) or unknown (no open top-up of this user); its amount, and the amounts that can be paid now, minor units.';
