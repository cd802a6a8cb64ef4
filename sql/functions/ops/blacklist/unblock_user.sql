-- His auto-renewal stays off: switching it on is his choice. What he earned meanwhile he gets.
create or replace function ops.unblock_user(p_user_id bigint, p_reason text, p_tell boolean default true) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform billing.require_reason(p_reason, 'Say why; operators read it in the audit.');
  if not exists (select from app.telegram_identities as i where i.user_id = p_user_id) then
    return 'unknown';
  end if;
  delete from app.blocked as b
  using app.telegram_identities as i
  where i.user_id = p_user_id and b.telegram_id = i.telegram_id;
  if not found then
    return 'not_blocked';
  end if;
  perform billing.resume_rewards(array[p_user_id]);
  perform app.record(
    app.actor(), 'user.unblocked', 'user', p_user_id, null, null, btrim(p_reason)
  );
  if p_tell then
    perform app.notify(p_user_id, 'account-unblocked', '{}', '[[{"text": "button-menu", "data": "go:menu"}]]');
  end if;
  return 'unblocked';
end
$$;
comment on function ops.unblock_user(bigint, text, boolean) is
  'Takes a user off the blacklist. p_tell: whether he gets a message. unblocked, not_blocked, or unknown (no such user, or erased: ops.unblock_telegram_ids). Raises TK061 without a reason.';
