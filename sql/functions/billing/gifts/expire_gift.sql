-- One gift per transaction, so that nothing waits for one payer's locks while holding another's. A gift that fails is
-- parked and looked at again later; the others do not wait for it.
create or replace function billing.expire_gift() returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_gift billing.gifts;
  v_parked integer := 0;
begin
  select g.* into v_gift
  from billing.gifts as g
  where g.status = 'unused'
    and g.expires_at <= app.now()
    and not exists (
      select from jobs.parked as p where p.job = 'expire_gifts' and p.row_id = g.id and p.retry_at > app.now()
    )
  order by g.expires_at, g.id
  limit 1;
  if not found then
    return (0, 0, false);
  end if;

  begin
    perform billing.lock_user(v_gift.payer_id);
    select g.* into v_gift from billing.gifts as g where g.id = v_gift.id for no key update;
    if v_gift.status = 'unused' then
      perform billing.notify_gift(billing.return_gift(v_gift, 'expired', 'system'));
      perform billing.give_up(v_gift.payer_id);
      -- It comes unasked, so no renewal takes it unannounced.
      perform billing.unannounce(s.id)
      from billing.subscriptions as s
      where s.user_id = v_gift.payer_id and s.status = 'active';
    end if;
    delete from jobs.parked as p where p.job = 'expire_gifts' and p.row_id = v_gift.id;
  exception when others then
    if not jobs.is_fault_of_row(sqlstate) then
      raise;
    end if;
    perform jobs.park('expire_gifts', v_gift.id, 1, sqlstate, sqlerrm);
    v_parked := 1;
  end;
  return (1 - v_parked, v_parked, true);
end
$$;
comment on function billing.expire_gift() is
  'Returns the money of the gift that expired first to its payer and tells him; parks it if that fails. Returns whether more may be due.';
