create or replace function ops.add_plan(p_code text, p_values jsonb, p_reason text) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_constraint text;
begin
  perform app.give_reason(p_reason);
  insert into billing.plans (code, title, benefits, position)
  select p_code, p_values -> 'title', coalesce(p_values -> 'benefits', '{"en": ""}'), coalesce(max(p.position), 0) + 1
  from billing.plans as p;
  return jsonb_set(ops.edit_plan(p_code, p_values, p_reason), '{outcome}', '"added"');
exception
  when unique_violation then
    return jsonb_build_object('outcome', 'exists');
  when integrity_constraint_violation or data_exception then
    get stacked diagnostics v_constraint = constraint_name;
    perform app.refuse_change_of('a plan', v_constraint, sqlerrm);
    return null;
end
$$;
comment on function ops.add_plan(text, jsonb, text) is
  'Adds a plan with a code of lower-case letters: {"title": {"en": "Family"}, "device_limit": 10, ...} as for ops.edit_plan. It is sold as soon as it has a price (ops.change_price). Returns outcome (added, exists) and version. Raises TK061, TK063 as ops.edit_plan.';
