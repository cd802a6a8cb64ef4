-- What is left of the person is a number. Stored updates are scrubbed later: the one that asked for this is still in
-- work, and looking through all of them takes longer than a tap may.
create or replace function app.erase_identity(p_user_id bigint) returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_telegram_id bigint;
begin
  -- A trigger has providers forget the payment methods that he had saved.
  delete from app.telegram_identities as i where i.user_id = p_user_id returning i.telegram_id into v_telegram_id;
  if not found then
    return false;
  end if;
  delete from app.conversations as c where c.telegram_id = v_telegram_id;
  delete from vpn.device_lists as l
  using vpn.access as a
  join billing.subscriptions as s on s.id = a.subscription_id
  where a.id = l.access_id and s.user_id = p_user_id;
  delete from vpn.page_devices as d
  using billing.subscriptions as s
  where s.id = d.subscription_id and s.user_id = p_user_id;
  perform support.erase(p_user_id);
  perform broadcast.erase(p_user_id);
  delete from jobs.alarm_messages as m where m.user_id = p_user_id;
  perform billing.erase_requisites(p_user_id);
  delete from app.channel_members as m where m.user_id = p_user_id;
  delete from billing.shown_notices as n
  using billing.subscriptions as s
  where s.id = n.subscription_id and s.user_id = p_user_id;
  delete from app.start_links as l where l.user_id = p_user_id;
  delete from billing.promo_choices as h where h.user_id = p_user_id;
  delete from billing.promo_attempts as a where a.user_id = p_user_id;
  delete from billing.referral_codes as c where c.user_id = p_user_id;
  delete from billing.gift_guesses as g where g.user_id = p_user_id;
  delete from billing.subscription_names as n
  using billing.subscriptions as s
  where s.id = n.subscription_id and s.user_id = p_user_id;
  insert into app.erasures (telegram_id)
  values (v_telegram_id)
  on conflict (telegram_id) do update set asked_at = default;
  return true;
end
$$;
comment on function app.erase_identity(bigint) is
  'Forgets who a user is on Telegram: id, names, dialogue, devices, channels, the links that he came with, his own, the promo code that he had chosen, the names of his subscriptions, what he wrote to support, which broadcasts and alarms he has in his chat, saved payment methods, where withdrawals went; his updates and messages are scrubbed by app.scrub. False when he was erased before. The caller holds the user''s locks.';
