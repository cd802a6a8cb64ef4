create or replace function billing.show_waiting_withdrawals(p_chats bigint[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform outbox.enqueue_batch(
    'withdrawals.post',
    array_agg(c.id::text order by w.id, c.id),
    array_agg(jsonb_build_object('post', 'card', 'withdrawal', w.id) order by w.id, c.id)
  )
  from billing.withdrawals as w
  cross join unnest(p_chats) as c (id)
  where w.settled_at is null
    and (w.status = 'requested' or w.sealed is not null)
  having count(*) > 0;
end
$$;
comment on function billing.show_waiting_withdrawals(bigint[]) is
  'Shows, in these chats of support (Telegram ids), the withdrawals that wait for a decision or for being paid by hand, see billing.prepare_withdrawal_post.';
