create or replace function admin.broadcasts(p_telegram_id bigint, p_skip integer, p_count integer)
returns table (id bigint, status text, kind text, title text, at timestamptz, total bigint)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'broadcasts');
  return query
  select
    b.id, b.status, b.kind,
    (
      select left(regexp_replace(c.body, '<[^>]*>', '', 'g'), 40)
      from broadcast.contents as c
      where c.broadcast_id = b.id and c.variant = 'a' and c.locale = 'any'
    ),
    coalesce(b.started_at, b.starts_at, b.created_at), count(*) over ()
  from broadcast.broadcasts as b
  order by b.id desc
  offset p_skip
  limit p_count;
end
$$;
comment on function admin.broadcasts(bigint, integer, integer) is
  'Returns broadcasts, the newest first: p_count after the first p_skip, each with how many there are, the beginning of its text, and when it started, is to start or was made. Raises TK070 without the permission broadcasts.';
