create or replace function ops.clear_incident() returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_was_shown boolean;
begin
  update app.settings as s set value = 'null', updated_at = app.now() where s.name = 'incident' and s.value <> 'null';
  v_was_shown := found;
  perform app.settings_agree();
  return v_was_shown;
end
$$;
comment on function ops.clear_incident() is
  'Takes the text of ops.set_incident off the screens. False when there was none.';
