-- The key stays where programs read it: it never passes a chat or this database.
create or replace function ops.add_panel(p_code text, p_kind text, p_url text, p_values jsonb, p_reason text)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_constraint text;
begin
  perform app.give_reason(p_reason);
  if p_url ~ '^https?://[^/]*@' then
    return jsonb_build_object('outcome', 'has_a_password');
  end if;
  insert into vpn.panels (code, kind, base_url, enabled) values (p_code, p_kind, p_url, false);
  return jsonb_set(ops.edit_panel(p_code, p_values, p_reason), '{outcome}', '"added"');
exception
  when unique_violation then
    return jsonb_build_object('outcome', 'exists');
  when integrity_constraint_violation or data_exception then
    get stacked diagnostics v_constraint = constraint_name;
    perform app.refuse_change_of('a panel', v_constraint, sqlerrm);
    return null;
end
$$;
comment on function ops.add_panel(text, text, text, jsonb, text) is
  'Adds a panel: its code, kind, address, and what ops.edit_panel takes ({"country": "DE"}; {} for nothing). It gets no customers until it is enabled: set its key in PANEL_KEYS of the listener, then prove it with ops.check_panel(). Returns outcome: added, exists, or has_a_password (an address with user:password@ is not kept). Raises TK061 without a reason, TK063 for what a panel cannot be.';
