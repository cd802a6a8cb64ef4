create or replace function billing.post_withdrawal(p_id bigint, p_post text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform outbox.enqueue_batch(
    'withdrawals.post',
    array_agg(c.chat_id::text order by c.chat_id),
    array_agg(jsonb_build_object('post', p_post, 'withdrawal', p_id) order by c.chat_id)
  )
  from support.chats() as c
  having count(*) > 0;
end
$$;
comment on function billing.post_withdrawal(bigint, text) is
  'Shows a withdrawal in each chat of support, see billing.prepare_withdrawal_post.';
