-- From here on it may have been sent, whoever sends it, so nobody gives the money back before the outcome is known.
create or replace function billing.send_withdrawal(p_id bigint, p_actor text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_provider text;
begin
  update billing.withdrawals as w
  set status = 'sending', sent_at = app.now()
  from billing.withdrawal_ways as y
  where w.id = p_id and w.status = 'approved' and y.name = w.way
  returning y.provider into v_provider;
  if not found then
    return;
  end if;
  perform app.record(
    p_actor, 'withdrawal.sending', 'withdrawal', p_id, '{"status": "approved"}', '{"status": "sending"}'
  );
  perform app.refresh_screen(w.user_id, 'withdraw') from billing.withdrawals as w where w.id = p_id;
  if v_provider is not null then
    perform billing.ask_for_payout(p_id, v_provider, false);
  end if;
end
$$;
comment on function billing.send_withdrawal(bigint, text) is
  'Makes an approved withdrawal one that is being sent, and asks its provider to pay it if it has one. The caller holds its locks.';
