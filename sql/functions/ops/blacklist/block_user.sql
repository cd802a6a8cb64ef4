create or replace function ops.block_user(p_user_id bigint, p_reason text, p_tell boolean default true) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_telegram_id bigint;
begin
  perform billing.require_reason(p_reason, 'Say why; operators read it in ops.blocked, the user does not.');
  select i.telegram_id into v_telegram_id from app.telegram_identities as i where i.user_id = p_user_id;
  if not found then
    return 'unknown';
  end if;
  return app.block(v_telegram_id, btrim(p_reason), app.actor(), p_tell);
end
$$;
comment on function ops.block_user(bigint, text, boolean) is
  'Puts a user on the blacklist: nothing is sold to him, and his taps get one answer. His auto-renewal goes off, until he is unblocked; access that he paid for runs to its end, and his balance stays his (ops.blocked shows both). Payments of his are booked as ever. p_tell: whether he gets a message. blocked, already_blocked, is_admin, or unknown (no such user, or erased). Raises TK061 without a reason.';
