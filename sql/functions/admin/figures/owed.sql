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
  select r.name, r.currency, r.people, r.amount
  from jsonb_to_recordset(ops.figure('owed', '{}')) as r (
    name text, currency text, people bigint, amount bigint
  );
end
$$;
comment on function admin.owed(bigint) is
  'Returns ops.owed, minor units. Raises TK070 without the permission figures.';
