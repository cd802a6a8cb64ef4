create or replace function ops.edit_panel(p_code text, p_changes jsonb, p_reason text) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_panel vpn.panels;
  v_new vpn.panels;
  v_constraint text;
begin
  perform app.give_reason(p_reason);
  perform app.refuse_unknown_keys(p_changes, '{country,weight,capacity,enabled,options}');
  select p.* into v_panel from vpn.panels as p where p.code = p_code for no key update;
  if not found then
    return jsonb_build_object('outcome', 'no_such_panel');
  end if;
  v_new := jsonb_populate_record(v_panel, p_changes);
  update vpn.panels as p
  set country = v_new.country, weight = v_new.weight, capacity = v_new.capacity, enabled = v_new.enabled,
    options = v_new.options
  where p.id = v_panel.id;
  return jsonb_build_object('outcome', case when v_new is distinct from v_panel then 'changed' else 'unchanged' end);
exception
  when integrity_constraint_violation or data_exception then
    get stacked diagnostics v_constraint = constraint_name;
    perform app.refuse_change_of('a panel', v_constraint, sqlerrm);
    return null;
end
$$;
comment on function ops.edit_panel(text, jsonb, text) is
  'Changes a panel (its code): {"country": "DE", "weight": 2, "capacity": null, "enabled": true, "options": {...}}, columns of vpn.panels. Returns outcome: changed, unchanged or no_such_panel. Raises TK061 without a reason, TK063 for what a panel cannot be.';
