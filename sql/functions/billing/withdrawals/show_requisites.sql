-- The admin who sees the requisites may send the money, so an approved withdrawal is being sent from then on. They go
-- only to that admin's own chat, never to a group.
create or replace function billing.show_requisites(p_id bigint, p_actor text, p_telegram_id bigint) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_withdrawal constant billing.withdrawals := billing.lock_withdrawal(p_id);
begin
  if v_withdrawal.id is null then
    return 'unknown';
  elsif v_withdrawal.sealed is null then
    return case when v_withdrawal.settled_at is null then 'no_requisites' else v_withdrawal.status end;
  end if;
  update billing.withdrawals as w
  set requisites_shown_at = coalesce(w.requisites_shown_at, app.now())
  where w.id = p_id;
  perform app.record(p_actor, 'withdrawal.requisites_shown', 'withdrawal', p_id, null, null);
  if v_withdrawal.status = 'approved' then
    perform billing.send_withdrawal(p_id, p_actor);
  end if;
  perform outbox.enqueue(
    'withdrawals.requisites', p_telegram_id::text, jsonb_build_object('withdrawal_id', p_id), null,
    app.now() + interval '10 minutes'
  );
  return 'shown';
end
$$;
comment on function billing.show_requisites(bigint, text, bigint) is
  'Shows the requisites of a withdrawal in the caller''s private chat p_telegram_id (p_actor), and records that in the audit; an approved withdrawal is being sent from then on. Returns shown, no_requisites (it needs none), its status when it is settled, or unknown.';
