-- Contradictions are looked for at once, and not only at the end of the transaction, so that the answer tells of them.
create or replace function ops.set_setting(p_name text, p_value jsonb, p_reason text) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before constant jsonb := app.setting(p_name);
  v_why text;
begin
  perform app.give_reason(p_reason);
  if v_before is distinct from p_value then
    update app.settings as s set value = p_value where s.name = p_name;
    v_why := coalesce(app.contradicting_settings(), app.unusable_setting(p_name, p_value));
  end if;
  if v_why is not null then
    raise exception using errcode = 'TK063', message = v_why, hint = 'Nothing was changed.';
  end if;
  perform app.settings_agree();
  return jsonb_build_object(
    'outcome', case when v_before is distinct from p_value then 'changed' else 'unchanged' end,
    'before', v_before,
    'after', p_value
  );
end
$$;
comment on function ops.set_setting(text, jsonb, text) is
  'Changes a setting (ops.settings). Returns outcome (changed or unchanged), before and after. Raises TK011 for an unknown name, TK061 without a reason, TK063 for a value that it cannot have, or that contradicts others: set those first.';
