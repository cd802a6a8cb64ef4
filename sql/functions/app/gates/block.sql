-- Nothing is sold any more, so nothing is charged either: auto-renewal goes off, until he is unblocked. Access that was
-- paid for and money are not touched; an operator decides about them (ops.blocked, ops.payout, ops.revoke).
create or replace function app.block(p_telegram_id bigint, p_reason text, p_actor text, p_tell boolean) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id bigint;
  v_renewing bigint[];
begin
  select u.id into v_user_id
  from app.telegram_identities as i
  join app.users as u on u.id = i.user_id
  where i.telegram_id = p_telegram_id;
  if exists (select from app.users as u where u.id = v_user_id and u.role is not null) then
    return 'is_admin';
  end if;
  if v_user_id is not null then
    perform billing.lock_user(v_user_id);
  end if;
  insert into app.blocked (telegram_id, reason, since)
  values (p_telegram_id, p_reason, app.now())
  on conflict (telegram_id) do nothing;
  if not found then
    return 'already_blocked';
  elsif v_user_id is null then
    return 'blocked';
  end if;
  v_renewing := array(
    select s.id from billing.subscriptions as s where s.user_id = v_user_id and s.auto_renew order by s.id
  );
  perform billing.set_auto_renew(v_user_id, false, p_actor, null, s.id) from unnest(v_renewing) as s (id);
  update billing.subscriptions as s set off_by_block = true where s.id = any (v_renewing) and not s.auto_renew;
  perform app.record(p_actor, 'user.blocked', 'user', v_user_id, null, null, p_reason);
  if p_tell then
    perform app.notify(v_user_id, 'account-blocked', '{}', '[[{"text": "button-close", "data": "close"}]]');
  end if;
  return 'blocked';
end
$$;
comment on function app.block(bigint, text, text, boolean) is
  'Puts a Telegram id on the blacklist and switches the auto-renewal of its user off, if it has one, until app.unblock; p_tell: whether he gets a message. blocked, already_blocked or is_admin.';
