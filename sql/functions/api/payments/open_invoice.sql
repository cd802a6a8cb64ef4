create or replace function api.open_invoice(
  p_telegram_id bigint,
  p_amount bigint,
  p_provider text,
  p_for_order uuid default null,
  p_request uuid default null,
  p_monthly boolean default false,
  p_linked boolean default false
) returns table (outcome text, order_token uuid, min_amount bigint, max_amount bigint, currency text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
  v_amount bigint := p_amount;
  v_topup record;
  v_invoice billing.invoices;
begin
  if p_monthly then
    select m.credited_amount into v_amount
    from billing.monthly_offer(v_user_id, p_for_order) as m
    where m.provider = p_provider;
    if not found then
      outcome := 'unavailable';
      return next;
      return;
    end if;
  end if;
  select t.* into v_topup
  from billing.open_topup(v_user_id, v_amount, p_provider, p_for_order, p_request, p_monthly) as t;
  outcome := v_topup.outcome;
  order_token := v_topup.order_token;
  min_amount := v_topup.min_amount;
  max_amount := v_topup.max_amount;
  currency := v_topup.currency;
  if outcome = 'open' then
    select i.* into v_invoice
    from billing.orders as o
    cross join lateral billing.open_invoice(o, p_monthly, p_linked) as i
    where o.token = v_topup.order_token;
    if v_invoice.id is null then
      outcome := 'unavailable';
    end if;
  end if;
  return next;
end
$$;
comment on function api.open_invoice(bigint, bigint, text, uuid, uuid, boolean, boolean) is
  'Opens a top-up and makes its provider create an invoice, see billing.open_topup and billing.open_invoice; api.invoice shows the result. outcome: open; amount_out_of_range (see min_amount and max_amount) or switched_off; with p_request also order_expired (p_for_order must be quoted again) and already_sent (that request had its order, which is paid or over); unavailable if the provider cannot be asked for that amount. p_monthly: the provider charges it again each month automatically, for as much as api.monthly_offer says; p_linked: the bot makes the link itself and then calls api.invoice_linked or api.invoice_refused. Amounts in minor units. Raises TK010 for an unknown user.';
