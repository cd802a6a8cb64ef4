create or replace function admin.operations_of(
  p_telegram_id bigint, p_user_id bigint, p_offset integer, p_limit integer
) returns table (
  at timestamptz,
  action text,
  outcome text,
  amount bigint,
  currency text,
  actor text,
  name text,
  reason text
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'customers');
  return query
  select
    o.at, o.action, o.result ->> 'outcome',
    coalesce(o.result ->> 'amount', o.arguments ->> 'amount')::bigint,
    coalesce(o.result ->> 'currency', billing.currency_of(p_user_id)),
    o.actor, admin._name(o.actor), o.reason
  from billing.operations as o
  where o.user_id = p_user_id
  order by o.at desc, o.request
  offset p_offset
  limit p_limit;
end
$$;
comment on function admin.operations_of(bigint, bigint, integer, integer) is
  'Returns what was done for or to a customer by hand, newest first: action and outcome as in billing.operations, amount in minor units; name: of the admin who did it, null for others. Raises TK070 without the permission customers.';
