create or replace function admin.owed(p_telegram_id bigint)
returns table (name text, currency text, people bigint, amount bigint)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'figures');
  return query
  select o.name, o.currency, o.people, o.amount from ops.owed as o order by o.currency, o.amount desc;
end
$$;
comment on function admin.owed(bigint) is
  'Returns ops.owed, minor units. Raises TK070 without the permission figures.';
