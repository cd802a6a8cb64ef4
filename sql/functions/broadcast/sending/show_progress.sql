create or replace function broadcast.show_progress(p_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform outbox.enqueue(
    'broadcast.progress', i.telegram_id::text, jsonb_build_object('broadcast', p_id, 'user_id', i.user_id),
    format('broadcast:%s', p_id), app.now() + interval '1 day'
  )
  from broadcast.broadcasts as b
  join app.telegram_identities as i on i.user_id = b.steward_id
  where b.id = p_id and i.unreachable_since is null;
end
$$;
comment on function broadcast.show_progress(bigint) is
  'Has the message in its steward''s chat that shows how far a broadcast is written anew. Nothing while that is waiting already, or without a steward.';
