create or replace function broadcast.require_segment(p_segment text, p_argument text) returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (
    select from broadcast.segments() as s where s.segment = p_segment and s.argument is not distinct from p_argument
  ) then
    raise exception using
      errcode = 'TK056',
      message = format('there is no segment %s', concat_ws(' ', coalesce(p_segment, 'null'), p_argument)),
      detail = 'A language has to be read by somebody, a plan has to exist, a view has to have a column user_id.',
      hint = 'select * from broadcast.segments()';
  end if;
end
$$;
comment on function broadcast.require_segment(text, text) is 'Raises TK056 for a segment that broadcast.segments() does not have.';
