-- One text for everybody, and where there is time for it, one by language. Nothing else changes: whoever looks reads
-- that we know.
create or replace function ops.set_incident(p_text text, p_texts jsonb default '{}') returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_shown jsonb;
begin
  update app.settings as s
  set value = p_texts || jsonb_build_object('en', p_text), updated_at = app.now()
  where s.name = 'incident'
  returning s.value into v_shown;
  perform app.settings_agree();
  return v_shown;
end
$$;
comment on function ops.set_incident(text, jsonb) is
  'Shows p_text above the menu and Connect until ops.clear_incident(); p_texts: {"ru": "..."}, the text in other languages. Returns what is shown. Raises TK063 for a text that is empty or too long.';
