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
    and not exists (
      select
      from billing.notices as n
      where n.subscription_id = s.id
        and n.period_number = s.period_number
        and n.kind = 'price_risen'
        and n.created_at > app.now() - interval '5 hours'
    );
  if not found then
    return 'not_due';
  end if;

  v_renewals := billing.renewals_of(array[v_id]);
  if billing.renew_safely(v_renewals, 'system') > 0 then
    return 'failed';
  end if;
  if v_renewals[1].outcome = 'renewed' then
    -- Whatever the job stumbled over, it is mended.
    delete from jobs.parked as p where p.job = 'renew_due' and p.row_id = v_id;
  end if;
  return case v_renewals[1].outcome when 'grace' then 'short' else v_renewals[1].outcome end;
end
$$;
comment on function billing.renew_now(bigint) is
  'Attempts the auto-renewal of a user''s subscription at once, from 24 h before its end until access is over. renewed, short, price_risen (told, nothing charged), unavailable, not_due (nothing to renew, too early, or switched off) or failed (parked, see ops.parked). The caller holds billing.lock_user.';
