-- A user who pays by a Star subscription agrees, on the screen that offers it, that each further month renews what he
-- buys. So neither an earlier cancellation nor a switched-off renewal keeps Telegram's money from its purpose.
create or replace function billing.renew_monthly(p_subscription_id bigint, p_order_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before billing.subscriptions;
begin
  select s.* into v_before
  from billing.subscriptions as s
  where s.id = p_subscription_id
    and (not s.auto_renew or s.cancelled_at is not null)
    and exists (
      select
      from billing.payment_methods as m
      join billing.invoices as i on i.id = m.invoice_id
      join billing.orders as t on t.id = i.order_id
      where m.user_id = s.user_id
        and m.kind = 'subscription'
        and num_nulls(m.removed_at, m.failed_at, m.stopped_at) = 3
        and t.for_order_id = p_order_id
    );
  if found then
    update billing.subscriptions as s
    set auto_renew = true, off_by_gift = false, cancelled_at = null
    where s.id = p_subscription_id;
    perform billing.apply_terms(v_before, 'subscription.auto_renewal_on');
  end if;
end
$$;
comment on function billing.renew_monthly(bigint, bigint) is
  'Makes a subscription renew automatically, audited, if its order p_order_id was paid by what its provider charges each month. The caller holds the user''s locks.';
