create or replace function ops.edit_notice_rule(p_name text, p_changes jsonb, p_reason text) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rule billing.notice_rules;
  v_new billing.notice_rules;
  v_constraint text;
begin
  perform app.give_reason(p_reason);
  perform app.refuse_unknown_keys(p_changes, '{enabled,after,deadline,audience,urgent,offer_percent,offer_for}');
  select r.* into v_rule from billing.notice_rules as r where r.name = p_name for no key update;
  if not found then
    return jsonb_build_object('outcome', 'no_such_rule');
  end if;
  v_new := jsonb_populate_record(v_rule, p_changes);
  update billing.notice_rules as r
  set enabled = v_new.enabled, after = v_new.after, deadline = v_new.deadline, audience = v_new.audience,
    urgent = v_new.urgent, offer_percent = v_new.offer_percent, offer_for = v_new.offer_for
  where r.name = p_name and v_new is distinct from v_rule;
  return jsonb_build_object('outcome', case when found then 'changed' else 'unchanged' end);
exception
  when integrity_constraint_violation or data_exception then
    get stacked diagnostics v_constraint = constraint_name;
    perform app.refuse_change_of('a notice', v_constraint, sqlerrm);
    return null;
end
$$;
comment on function ops.edit_notice_rule(text, jsonb, text) is
  'Changes a rule of billing.notice_rules: {"enabled": false}, {"after": "-48 hours"}; see its columns. It holds for moments that are still to come; ops.notices_due() shows what follows. Returns outcome: changed, unchanged or no_such_rule. Raises TK061 without a reason, TK063 for what a rule cannot be.';
