-- If Telegram was told already, the bot can only allow its owner to switch it on again there, while the paid month
-- runs. Until Telegram says that this has happened, nobody waits for its charge.
create or replace function billing.resume_method(p_user_id bigint, p_method_id bigint) returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform billing.lock_user(p_user_id);
  perform billing.take_back_stop(m.id)
  from billing.payment_methods as m
  where m.id = p_method_id and m.user_id = p_user_id;
  update billing.payment_methods as m
  set
    removed_at = null,
    failed_at = case when m.stopped_at is not null then app.now() end,
    error = case when m.stopped_at is not null then 'resume_in_telegram' end
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
  'Undoes the removal of a provider''s own subscription while the paid month runs; false if that is not possible. Where the provider was told already, it charges again only once its owner has switched it on there.';
