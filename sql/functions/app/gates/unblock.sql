-- The renewal that the block switched off is on again, and announced before it charges; a price that rose meanwhile is
-- told like any other. What ended meanwhile is renewed again from the next purchase on; what was cancelled, if that is
-- undone. Rewards that were kept back are given.
create or replace function app.unblock(p_telegram_id bigint, p_reason text, p_actor text) returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id bigint;
  v_subscription billing.subscriptions;
  v_outcome text;
begin
  select i.user_id into v_user_id from app.telegram_identities as i where i.telegram_id = p_telegram_id;
  if v_user_id is not null then
    perform billing.lock_user(v_user_id);
  end if;
  delete from app.blocked as b where b.telegram_id = p_telegram_id;
  if not found then
    return false;
  elsif v_user_id is null then
    return true;
  end if;
  perform billing.resume_rewards(array[v_user_id]);
  for v_subscription in
    select s.*
    from billing.subscriptions as s
    where s.user_id = v_user_id and s.off_by_block and not s.auto_renew
    order by s.id
  loop
    select a.outcome into v_outcome
    from billing.set_auto_renew(v_user_id, true, p_actor, p_reason, v_subscription.id) as a;
    if v_outcome = 'on' then
      update billing.subscriptions as s
      set
        renewal_price_id = v_subscription.renewal_price_id,
        announced_amount = v_subscription.announced_amount,
        told_price_id = v_subscription.told_price_id,
        told_amount = v_subscription.told_amount
      where s.id = v_subscription.id;
      perform billing.unannounce(v_subscription.id);
    elsif billing.may_be_renewed(v_subscription) then
      update billing.subscriptions as s
      set off_by_block = false, auto_renew = true, unannounced = true
      where s.id = v_subscription.id;
    else
      update billing.subscriptions as s
      set off_by_block = false, off_by_gift = true
      where s.id = v_subscription.id;
    end if;
  end loop;
  perform app.record(p_actor, 'user.unblocked', 'user', v_user_id, null, null, p_reason);
  return true;
end
$$;
comment on function app.unblock(bigint, text, text) is
  'Takes a Telegram id off the blacklist and gives its user back what app.block took: auto-renewal, and rewards that waited. False when it was not on it.';
