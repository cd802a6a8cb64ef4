create or replace function admin.plans(p_telegram_id bigint) returns setof ops.plans
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'catalog');
  return query select * from ops.plans;
end
$$;
comment on function admin.plans(bigint) is
  'Returns the plans, see ops.plans. Raises TK070 without the permission catalog.';
