-- Nothing else is charged for a renewal while money for it may be on its way. That is while a charge has no outcome,
-- also one for an earlier period that was followed by given time; for an hour after a charge was given up of which its
-- provider may have heard; while a provider charges by itself; and after a restore, until providers were asked what
-- they charged since the backup.
create or replace function billing.awaited_charge(
  p_subscription billing.subscriptions, p_amount bigint
) returns billing.planned_charge
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_plan billing.planned_charge;
begin
  select 'in_flight', t.method_id, t.credited_amount, w.until into v_plan
  from billing.invoices as t
  cross join lateral (
    select case
      when t.status = 'creating' then t.expires_at
      when t.status = 'over' and t.decline is null and t.fetch_at is not null
        then least(t.expires_at, t.closed_at + interval '1 hour')
    end as until
  ) as w
  where t.subscription_id = p_subscription.id and not t.unsent and w.until > app.now()
  order by t.id desc
  limit 1;
  if found then
    return v_plan;
  end if;
  select 'expected', e.method_id, least(p_amount, e.amount), e.until into v_plan
  from billing.expected_charge(p_subscription) as e
  where e.method_id is not null;
  if found then
    return v_plan;
  end if;
  if billing.is_catching_up() and exists (
    select
    from billing.payment_methods as m
    where m.user_id = p_subscription.user_id and m.kind = 'saved' and num_nulls(m.removed_at, m.failed_at) = 2
  ) then
    select 'expected', null::bigint, p_amount, app.now() + interval '1 hour' into v_plan;
  end if;
  return v_plan;
end
$$;
comment on function billing.awaited_charge(billing.subscriptions, bigint) is
  'Returns what is awaited for the next period of a subscription, which costs p_amount (minor units): in_flight or expected, see billing.planned_charge; null for nothing.';
