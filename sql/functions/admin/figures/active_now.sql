create or replace function admin.active_now(p_telegram_id bigint)
returns table (active bigint, in_trial bigint, granted bigint, paying_people bigint, people bigint)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'figures');
  return query
  select r.active, r.in_trial, r.granted, r.paying_people, r.people
  from jsonb_to_recordset(ops.figure('active_now', '{}')) as r (
    active bigint, in_trial bigint, granted bigint, paying_people bigint, people bigint
  );
end
$$;
comment on function admin.active_now(bigint) is
  'Returns ops.active_now. Raises TK070 without the permission figures.';
