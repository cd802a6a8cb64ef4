create or replace function admin.broadcast_segments(p_telegram_id bigint)
returns table (segment text, argument text, title text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'broadcasts');
  return query select s.segment, s.argument, s.title::text from broadcast.segments() as s;
end
$$;
comment on function admin.broadcast_segments(bigint) is
  'Returns the segments that can be chosen, see broadcast.segments. Raises TK070 without the permission broadcasts.';
