-- Money that arrives renews a subscription that waits for it, without waiting for the next attempt. By the
-- same functions as the job. Who was told of a higher price gets the time to answer that the job gives.
create or replace function billing.renew_now(p_user_id bigint) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id bigint;
  v_renewals billing.renewal[];
begin
  select s.id into v_id
  from billing.subscriptions as s
  where s.user_id = p_user_id
    and app.flag('auto_renewal')
    and s.status = 'active'
    and s.auto_renew
    and s.cancelled_at is null
    and s.renewal_price_id is not null
    and s.ends_at - interval '24 hours' <= app.now()
    and s.expires_at > app.now()
    and (s.charge_from > app.now()) is not true;
  if not found then
    return 'not_due';
  end if;

  v_renewals := billing.plan_renewals(array[v_id]);
  begin
    perform billing.renew_apply(v_renewals, 'system');
  exception when others then
    if not jobs.is_fault_of_row(sqlstate) then
      raise;
    end if;
    -- One alone does not tell whose fault it is: the job tries it among its neighbours.
    update billing.subscriptions as s set renew_at = coalesce(s.renew_at, app.now()) where s.id = v_id;
    return 'failed';
  end;
  if v_renewals[1].outcome = 'renewed' then
    -- Whatever the job stumbled over, it is fixed.
    delete from jobs.parked as p where p.job = 'renew_due' and p.row_id = v_id;
  end if;
  return case v_renewals[1].outcome when 'grace' then 'short' else v_renewals[1].outcome end;
end
$$;
comment on function billing.renew_now(bigint) is
  'Attempts the auto-renewal of a user''s subscription at once, from 24 h before its end until access is over. renewed, short, price_risen or announced (told, nothing charged), waiting, unavailable, not_due (nothing to renew, too early, or switched off; or told so lately that there is still time to answer) or failed (the job tries it again). The caller holds billing.lock_user.';
