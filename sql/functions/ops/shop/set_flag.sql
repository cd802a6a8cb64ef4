create or replace function ops.set_flag(p_name text, p_on boolean, p_reason text) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before constant boolean := app.flag(p_name);
begin
  perform app.give_reason(p_reason);
  if p_on is null or v_before = p_on then
    return 'unchanged';
  end if;
  update app.flags as f set enabled = p_on where f.name = p_name;
  return 'changed';
end
$$;
comment on function ops.set_flag(text, boolean, text) is
  'Switches something on or off (app.flags). Returns changed or unchanged. Raises TK011 for an unknown name, TK061 without a reason.';
