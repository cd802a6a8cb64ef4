create or replace function admin.withdrawals(
  p_telegram_id bigint, p_open boolean, p_offset integer, p_limit integer
) returns table (
  withdrawal_id bigint,
  status text,
  user_id bigint,
  username text,
  first_name text,
  amount bigint,
  currency text,
  way text,
  due_at timestamptz,
  is_late boolean
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (columns of the result have names of columns)
begin
  perform app.act_as_admin(p_telegram_id, 'withdrawals');
  return query
  select w.withdrawal_id, w.status, w.user_id, i.username, i.first_name, w.amount, w.currency::text, w.way, w.due_at, w.is_late
  from ops.withdrawals as w
  left join app.telegram_identities as i on i.user_id = w.user_id
  where (w.settled_at is null) = p_open
  order by case when p_open then w.due_at end, w.withdrawal_id desc
  offset p_offset
  limit p_limit;
end
$$;
comment on function admin.withdrawals(bigint, boolean, integer, integer) is
  'Returns withdrawals: open ones, the most urgent first, or settled ones, newest first. Amounts in minor units. Raises TK070 without the permission withdrawals.';
