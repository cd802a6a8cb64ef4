-- What the engine knew when it ended access is in what it told before; what the customer chose is in the subscription.
create or replace function ops.why_expired(p_subscription_id bigint, p_at timestamptz) returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_period record;
begin
  select
    p.kind, p.number, p.ends_at, s.cancelled_at, s.auto_renew, s.period_number = p.number as is_last,
    array(
      select n.kind
      from billing.notices as n
      where n.subscription_id = p.subscription_id and n.period_number = p.number
    ) as told
  into v_period
  from billing.periods as p
  join billing.subscriptions as s on s.id = p.subscription_id
  where p.subscription_id = p_subscription_id and p.created_at <= p_at
  order by p.number desc
  limit 1;
  return case
    when v_period.kind = 'trial' then 'the trial was over, and nothing was bought'
    when v_period.is_last and v_period.cancelled_at <= p_at then format(
      'it was cancelled on %s', (v_period.cancelled_at at time zone 'UTC')::date
    )
    when v_period.told && array['short', 'grace'] then 'the balance did not suffice for the next period'
    when v_period.told && array['unavailable'] then 'what it was is not sold any more'
    when v_period.is_last and not v_period.auto_renew then 'auto-renewal was off'
    when v_period.kind = 'grant' then 'what was given was over'
  end;
end
$$;
comment on function ops.why_expired(bigint, timestamptz) is
  'Takes a subscription and the time (UTC) at which it expired. Returns in words why nothing followed its last period; null where it is not known.';
