-- What is left is a number: money and history point at it, and the hash of the identity knows who had a trial.
create or replace function ops.erase_identity(p_user_id bigint, p_reason text) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform billing.require_reason(p_reason, 'Say how he asked for it.');
  perform billing.lock_user(p_user_id);
  if exists (select from app.users as u where u.id = p_user_id and u.role is not null) then
    return 'is_admin';
  end if;
  if not app.erase_identity(p_user_id) then
    return 'unknown';
  end if;
  perform app.record(app.actor(), 'user.erased', 'user', p_user_id, null, null, p_reason);
  return 'erased';
end
$$;
comment on function ops.erase_identity(bigint, text) is
  'Forgets who a user is on Telegram, because he asks for it: his id, his names, his dialogue, his devices, what he wrote, and the payment methods that he had saved, which providers are told to forget. His subscription runs to its end, and money on his balance is his when he comes back. erased, is_admin (take the role away first), or unknown (no such user, or erased before). Raises TK061 without a reason.';
