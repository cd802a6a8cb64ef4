create or replace function admin.plan_touches(p_telegram_id bigint, p_code text)
returns table (subscribers bigint, renewing bigint, next_charges bigint, next_charge timestamptz)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'catalog');
  return query select t.subscribers, t.renewing, t.next_charges, t.next_charge from ops.plan_touches(p_code) as t;
end
$$;
comment on function admin.plan_touches(bigint, text) is
  'Returns whom a change of a plan concerns, see ops.plan_touches. Raises TK070 without the permission catalog.';
