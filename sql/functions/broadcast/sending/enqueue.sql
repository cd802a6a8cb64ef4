create or replace function broadcast.enqueue(
  p_kind text, p_id bigint, p_slice bigint, p_users bigint[], p_chats text[]
) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_users is null then
    return 0;
  end if;
  return outbox.enqueue_batch(
    p_kind, p_chats,
    array(
      select jsonb_build_object('broadcast', p_id, 'user_id', u.id, 'slice', p_slice)
      from unnest(p_users) with ordinality as u (id, position)
      order by u.position
    )
  );
end
$$;
comment on function broadcast.enqueue(text, bigint, bigint, bigint[], text[]) is
  'Takes a kind of message, a broadcast, the number of a slice, and users with their chats, in order of the chats. Returns how many were enqueued.';
