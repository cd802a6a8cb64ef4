-- What a panel knows are keys; addresses of subscriptions are known to this database alone, and stay.
create or replace function ops.reissue_panel(p_panel text, p_reason text) returns bigint
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_panel_id bigint;
begin
  perform billing.require_reason(p_reason, 'Say what leaked.');
  select p.id into v_panel_id from vpn.panels as p where p.code = p_panel;
  insert into vpn.reissues (panel_id, asked_at, actor, reason)
  select v_panel_id, app.now(), app.actor(), p_reason
  where v_panel_id is not null
  on conflict (panel_id) do nothing;
  if found then
    perform app.record(
      app.actor(), 'panel.keys_replaced', 'panel', v_panel_id, null, null, p_reason
    );
  end if;
  return (
    select count(*)
    from vpn.access as a
    join vpn.reissues as r on r.panel_id = a.panel_id
    where a.panel_id = v_panel_id and a.state <> 'leaving' and a.id > r.done_to
  );
end
$$;
comment on function ops.reissue_panel(text, text) is
  'Takes the code of a panel. Makes the job reapply_access replace the keys of all accesses there, in batches; their users are told, and their addresses stay. While that is under way, it is not begun anew. Returns how many are left to do, see ops.reissues; 0 for an unknown panel. Raises TK061 without a reason.';
