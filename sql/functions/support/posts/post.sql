-- Each chat of support gets each message, so that whoever is there can answer.
create or replace function support.post(p_payload jsonb, p_except bigint default null) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform outbox.enqueue_batch(
    'support.post', array_agg(c.chat_id::text order by c.chat_id), array_agg(p_payload order by c.chat_id)
  )
  from support.chats() as c
  where c.chat_id is distinct from p_except
  having count(*) > 0;
end
$$;
comment on function support.post(jsonb, bigint) is
  'Enqueues a support.post (see support.prepare_post) for each chat of support, except for p_except (null: none).';
