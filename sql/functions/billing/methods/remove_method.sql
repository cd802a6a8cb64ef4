-- The method is gone at once, whatever its provider answers, if it answers at all.
create or replace function billing.remove_method(p_user_id bigint, p_method_id bigint) returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform billing.lock_user(p_user_id);
  update billing.payment_methods as m
  set removed_at = app.now()
  where m.id = p_method_id and m.user_id = p_user_id and m.removed_at is null;
  if not found then
    return false;
  end if;
  perform app.record(
    format('user:%s', p_user_id), 'method.removed', 'payment_method', p_method_id, null, null
  );
  perform billing.stop_charge(i.id), billing.look_again(i.subscription_id)
  from billing.invoices as i
  where i.method_id = p_method_id and i.status in ('creating', 'open')
  order by i.id;
  perform billing.sync_method(p_method_id);
  return true;
end
$$;
comment on function billing.remove_method(bigint, bigint) is
  'Forgets a payment method of this user and makes its provider do the same; false if it belongs to somebody else or is gone already.';
