-- Constraints of configuration tables are named as sentences, so an owner can be told which one he meets.
create or replace function app.refuse_change_of(p_what text, p_constraint text, p_error text) returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception using
    errcode = 'TK063',
    constraint = coalesce(p_constraint, ''),
    message = format(
      '%s cannot be like this: %s', p_what, coalesce(nullif(replace(p_constraint, '_', ' '), ''), p_error)
    );
end
$$;
comment on function app.refuse_change_of(text, text, text) is
  'Raises TK063 in the words of the constraint that a change of configuration would break, and with its name; without one, in those of the error.';
