create or replace function ops.reconcile_panel(p_panel text, p_dry_run boolean default true)
returns table (access_id bigint, subscription_id bigint, account text, difference text, since timestamptz, does text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (columns of the result have names of columns)
declare
  v_panel_id bigint;
  v_count integer;
begin
  select p.id into v_panel_id from vpn.panels as p where p.code = p_panel;
  return query
  select d.access_id, d.subscription_id, d.account, d.difference, d.since,
    case d.difference when 'unwanted' then 'removes the account' else 'sends the access again' end
  from ops.drift as d
  where d.panel = p_panel and d.state in ('held', 'waiting', 'recurring') and d.difference <> 'taken';
  get diagnostics v_count = row_count;
  if p_dry_run or v_count = 0 then
    return;
  end if;

  update vpn.drift as r
  set state = 'due'
  where r.panel_id = v_panel_id and r.state in ('held', 'waiting', 'recurring');
  update vpn.scans as s
  set held = null
  where s.id = (
    select o.id
    from vpn.scans as o
    where o.panel_id = v_panel_id and o.compared_at is not null and o.error is null
    order by o.started_at desc, o.id desc
    limit 1
  );
  perform app.record(
    app.actor(), 'panel.reconciled', 'panel', v_panel_id, null,
    jsonb_build_object('count', v_count)
  );
  perform vpn.note_drift();
end
$$;
comment on function ops.reconcile_panel(text, boolean) is
  'Takes the code of a panel. Returns what is held or waits of its last complete scan, and what would be done about it; with p_dry_run false it is done, in batches within a minute. What nothing proves to be ours is not touched.';
