-- An owner's dry run: by the same function that the job sends by. Cost: a look at each subscription for which a rule
-- has a moment within that time, up to a millisecond where its user's money decides.
create or replace function ops.notices_due(p_within interval default '7 days') returns table (
  send_at timestamptz,
  user_id bigint,
  subscription_id bigint,
  rule text,
  text text,
  moment timestamptz,
  until timestamptz,
  verdict text
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_until constant timestamptz := app.now() + p_within;
begin
  return query
  select n.send_at, n.user_id, n.subscription_id, n.rule, r.text, n.moment, n.until, n.verdict
  from (
    select * from billing.notices_of(
      array(select w.subscription_id from billing.notice_watch as w where w.look_at <= v_until), v_until
    )
    union all
    select * from billing.expected_events(v_until)
  ) as n
  join billing.notice_rules as r on r.name = n.rule
  where n.verdict <> 'disabled' or n.moment > app.now()
  order by n.send_at, n.subscription_id, n.rule;
end
$$;
comment on function ops.notices_due(interval) is
  'Returns who will hear what, and when (UTC), within that time as things stand: by the rules of billing.notice_rules, disabled ones as well (verdict disabled), and what is known of charges and ends. verdict: see billing.planned_notice; text: null for an event, which chooses one. What happens meanwhile, such as a purchase, changes it.';
