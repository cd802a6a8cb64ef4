create or replace function broadcast.audience_of(p_segment text, p_argument text, p_kind text)
returns table (user_id bigint, timezone text, obstacle text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    u.id, u.timezone, broadcast.obstacle(p_kind, b.telegram_id is not null, i.unreachable_since, f.tips)
  from broadcast.segment_users(p_segment, p_argument) as s (id)
  join app.users as u on u.id = s.id
  join app.telegram_identities as i on i.user_id = u.id
  left join app.blocked as b on b.telegram_id = i.telegram_id
  left join app.notice_preferences as f on f.user_id = u.id;
end
$$;
comment on function broadcast.audience_of(text, text, text) is
  'Takes a segment with its argument, and the kind of a broadcast. Returns its people who have a chat, each with what keeps him from getting it (broadcast.obstacle).';
