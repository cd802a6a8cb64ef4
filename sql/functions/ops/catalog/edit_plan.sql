-- What a plan gives is a version: who has it keeps what he bought until his period is over. Texts by language are
-- added to those that are there.
create or replace function ops.edit_plan(p_code text, p_changes jsonb, p_reason text) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_plan billing.plans;
  v_new billing.plans;
  v_constraint text;
begin
  perform app.give_reason(p_reason);
  perform app.refuse_unknown_keys(
    p_changes,
    '{title,benefits,device_limit,data_limit_bytes,traffic_reset,traffic_carry_over,panels,places,grace_access,active,renewable,grandfathers,position}'
  );
  select p.* into v_plan from billing.plans as p where p.code = p_code for no key update;
  if not found then
    return jsonb_build_object('outcome', 'no_such_plan');
  end if;
  v_new := jsonb_populate_record(v_plan, p_changes);
  update billing.plans as p
  set title = jsonb_strip_nulls(v_plan.title || coalesce(p_changes -> 'title', '{}')),
    benefits = jsonb_strip_nulls(v_plan.benefits || coalesce(p_changes -> 'benefits', '{}')),
    device_limit = v_new.device_limit, data_limit_bytes = v_new.data_limit_bytes,
    traffic_reset = v_new.traffic_reset, traffic_carry_over = v_new.traffic_carry_over, panels = v_new.panels,
    places = v_new.places, grace_access = v_new.grace_access, active = v_new.active, renewable = v_new.renewable,
    grandfathers = v_new.grandfathers, position = v_new.position
  where p.id = v_plan.id
  returning p.* into v_new;
  return jsonb_build_object(
    'outcome', case when v_new is distinct from v_plan then 'changed' else 'unchanged' end, 'version', v_new.version
  );
exception
  when integrity_constraint_violation or data_exception then
    get stacked diagnostics v_constraint = constraint_name;
    perform app.refuse_change_of('a plan', v_constraint, sqlerrm);
    return null;
end
$$;
comment on function ops.edit_plan(text, jsonb, text) is
  'Changes a plan (its code): {"device_limit": 5, "title": {"ru": "..."}}, columns of billing.plans; a language with null is removed. What it gives holds for what is bought or renewed from now on. Returns outcome (changed, unchanged, no_such_plan) and the plan''s version. Raises TK061 without a reason, TK063 for what a plan cannot be.';
