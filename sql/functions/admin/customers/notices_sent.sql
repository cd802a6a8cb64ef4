create or replace function admin.notices_sent(
  p_telegram_id bigint, p_user_id bigint, p_offset integer, p_limit integer
) returns table (
  at timestamptz,
  what text,
  subscription_id bigint
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (columns of the result have names of columns)
begin
  perform app.act_as_admin(p_telegram_id, 'customers');
  return query
  select t.at, t.what, t.subscription_id
  from app.told_to(p_user_id) as t
  where t.dropped is null
  order by t.id desc
  offset p_offset
  limit p_limit;
end
$$;
comment on function admin.notices_sent(bigint, bigint, integer, integer) is
  'Returns what a customer was told in the last weeks, or will be, newest first: the name of each notice, and not its words, which are not kept. Raises TK070 without the permission customers.';
