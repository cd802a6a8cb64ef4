-- Telegram can undo a cancellation by the bot while the paid month runs.
create or replace function billing.resume_method(p_user_id bigint, p_method_id bigint) returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform billing.lock_user(p_user_id);
  update billing.payment_methods as m
  set removed_at = null
  where m.id = p_method_id
    and m.user_id = p_user_id
    and m.kind = 'subscription'
    and m.removed_at is not null
    and m.paid_until > app.now();
  if not found then
    return false;
  end if;
  perform app.record(
    format('user:%s', p_user_id), 'method.resumed', 'payment_method', p_method_id, null, null
  );
  perform billing.sync_method(p_method_id);
  return true;
end
$$;
comment on function billing.resume_method(bigint, bigint) is
  'Undoes the removal of a provider''s own subscription while the paid month runs; false if that is not possible.';
