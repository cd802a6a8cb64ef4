create or replace function app.refuse_unknown_keys(p_changes jsonb, p_known text[]) returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  if jsonb_typeof(p_changes) is distinct from 'object'
    or exists (select from jsonb_object_keys(p_changes) as k (name) where k.name <> all (p_known))
  then
    raise exception using
      errcode = 'TK063',
      message = format('%s cannot be changed like this', coalesce(p_changes::text, 'nothing')),
      hint = format('An object with some of: %s.', array_to_string(p_known, ', '));
  end if;
end
$$;
comment on function app.refuse_unknown_keys(jsonb, text[]) is
  'Raises TK063 where p_changes is no object, or has a key that is not among p_known.';
