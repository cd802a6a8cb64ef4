create or replace function admin.panel_check(p_telegram_id bigint, p_panel text)
returns table (step text, told text, failed boolean, succeeded boolean, asked_at timestamptz)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'panels');
  return query
  select c.step, c.told, c.failed, c.succeeded, c.asked_at
  from ops.panel_checks as c
  where c.check_id = (select max(o.check_id) from ops.panel_checks as o where o.panel = p_panel)
  order by c.number;
end
$$;
comment on function admin.panel_check(bigint, text) is
  'Returns the steps of a panel''s last check, see ops.panel_checks. Raises TK070 without the permission panels.';
