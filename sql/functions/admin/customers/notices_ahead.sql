create or replace function admin.notices_ahead(p_telegram_id bigint, p_user_id bigint) returns table (
  send_at timestamptz,
  rule text,
  subscription_id bigint,
  verdict text
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (columns of the result have names of columns)
declare
  v_until constant timestamptz := app.now() + interval '30 days';
  v_subscriptions constant bigint[] := array(select s.id from billing.subscriptions as s where s.user_id = p_user_id);
begin
  perform app.act_as_admin(p_telegram_id, 'customers');
  return query
  select n.send_at, n.rule, n.subscription_id, n.verdict
  from (
    select * from billing.notices_of(v_subscriptions, v_until)
    union all
    select * from billing.expected_events(v_until)
  ) as n
  where n.subscription_id = any (v_subscriptions) and (n.verdict <> 'disabled' or n.moment > app.now())
  order by n.send_at, n.rule;
end
$$;
comment on function admin.notices_ahead(bigint, bigint) is
  'Returns what a customer will be told within 30 days as things stand, see ops.notices_due. Raises TK070 without the permission customers.';
