-- The outbox gave up: whoever paid for what was not delivered gets the money back. Told once for each
-- generation, however often its message is tried again and buried. When only the done hook failed, the panel
-- has what was wanted, and an operator has the dead letter.
create or replace function vpn.give_up(p_subscription_id bigint, p_reason text, p_error text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_error text := coalesce(p_error, p_reason);
  v_known boolean;
  v_after jsonb;
begin
  perform billing.lock_user(s.user_id)
  from billing.subscriptions as s
  where s.id = p_subscription_id;
  update vpn.access as a
  set last_error = v_error
  where a.subscription_id = p_subscription_id
  returning jsonb_build_object('reason', p_reason, 'error', p_error, 'generation', a.desired_generation)
  into v_after;
  if not found then
    return;
  end if;

  select exists (
    select
    from app.audit as u
    where u.subject = 'subscription'
      and u.subject_id = p_subscription_id
      and u.action = 'access.undelivered'
      and u.after ->> 'reason' <> 'done'
      and u.after -> 'generation' = v_after -> 'generation'
  )
  into v_known;
  perform app.record('system', 'access.undelivered', 'subscription', p_subscription_id, null, v_after);
  if p_reason <> 'done' and not v_known then
    perform billing.undelivered(p_subscription_id, v_error);
  end if;
end
$$;
comment on function vpn.give_up(bigint, text, text) is
  'To be called when a panel could not be brought to what is desired; p_reason, p_error: see outbox.dead_letters. Kept as last_error and in the audit; what was paid for it is refunded (billing.undelivered).';
