create or replace function ops.unblock_user(p_user_id bigint, p_reason text, p_tell boolean default true) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_telegram_id bigint;
begin
  perform billing.require_reason(p_reason, 'Say why; operators read it in the audit.');
  select i.telegram_id into v_telegram_id from app.telegram_identities as i where i.user_id = p_user_id;
  if not found then
    return 'unknown';
  elsif not app.unblock(v_telegram_id, btrim(p_reason), app.actor()) then
    return 'not_blocked';
  end if;
  if p_tell then
    perform app.notify(p_user_id, 'account-unblocked', '{}', '[[{"text": "button-menu", "data": "go:menu"}]]');
  end if;
  return 'unblocked';
end
$$;
comment on function ops.unblock_user(bigint, text, boolean) is
  'Takes a user off the blacklist; the auto-renewal that the block switched off is on again. p_tell: whether he gets a message. unblocked, not_blocked, or unknown (no such user, or erased: ops.unblock_telegram_ids). Raises TK061 without a reason.';
