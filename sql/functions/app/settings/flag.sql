-- An unknown flag is an error. Treated as off, it would stop the shop; treated as on, it would stop nothing.
create or replace function app.flag(p_name text) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_enabled boolean;
begin
  select f.enabled into v_enabled from app.flags as f where f.name = p_name;
  if not found then
    raise exception using
      errcode = 'TK011',
      message = format('no flag named %L', p_name),
      hint = 'select name from app.flags';
  end if;
  return v_enabled;
end
$$;
comment on function app.flag(text) is
  'Whether a kill switch is on, that is, whether the feature is allowed. Raises TK011 for an unknown name.';
