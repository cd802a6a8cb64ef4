create or replace function admin.set_incident(p_telegram_id bigint, p_locale text, p_text text, p_reason text)
returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_texts jsonb := coalesce(nullif(app.setting('incident'), 'null'), '{}');
begin
  perform app.act_as_admin(p_telegram_id, 'incidents', p_reason);
  perform app.give_reason(p_reason);
  v_texts := v_texts || jsonb_build_object(p_locale, p_text);
  return ops.set_incident(coalesce(v_texts ->> 'en', p_text), v_texts);
end
$$;
comment on function admin.set_incident(bigint, text, text, text) is
  'Shows a text in one language above the menu (en: to everybody whose language has none), beside those that are shown. See ops.set_incident. Raises TK070 without the permission incidents.';
