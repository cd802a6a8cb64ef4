-- A missing setting is a programming error; raising it is better than returning null.
create or replace function app.setting(p_name text) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_value jsonb;
begin
  select s.value into v_value from app.settings as s where s.name = p_name;
  if not found then
    raise exception using
      errcode = 'TK011',
      message = format('no setting named %L', p_name),
      hint = 'select name from app.settings';
  end if;
  return v_value;
end
$$;
comment on function app.setting(text) is 'Value of a business setting. Raises TK011 for an unknown name.';
