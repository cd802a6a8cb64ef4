create or replace function support.fail_answer(p_message_id bigint, p_error text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_message support.messages;
begin
  update support.messages as m
  set failed_at = app.now(), error = left(p_error, 300)
  where m.id = p_message_id
  returning m.* into v_message;
  if v_message.chat_id is not null then
    perform outbox.enqueue(
      'support.post', v_message.chat_id::text, jsonb_build_object('post', 'failed', 'message', v_message.id)
    );
  end if;
end
$$;
comment on function support.fail_answer(bigint, text) is
  'Marks an answer of support as failed, with the reason (its first 300 characters are kept), and has support told under it.';
