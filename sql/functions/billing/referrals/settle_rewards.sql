-- The rewards of one user in each batch, so that nobody waits for the locks of one user while holding another's. A row
-- that the transaction of its payer has locked is left to the next run.
create or replace function billing.settle_rewards(p_limit integer) returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  -- A variable, because PostgreSQL uses no index for a comparison with a volatile function.
  v_now constant timestamptz := app.now();
  v_user_id bigint;
  v_reward billing.referral_rewards;
  v_done integer := 0;
  v_parked integer := 0;
begin
  select r.user_id into v_user_id
  from billing.referral_rewards as r
  where r.look_at <= v_now
    and not exists (
      select from jobs.parked as p where p.job = 'settle_rewards' and p.row_id = r.id and p.retry_at > v_now
    )
  order by r.look_at, r.id
  limit 1;
  if not found then
    return (0, 0, false);
  end if;

  perform billing.lock_user(v_user_id);
  for v_reward in
    select r.*
    from billing.referral_rewards as r
    where r.user_id = v_user_id
      and r.look_at <= v_now
      and not exists (
        select from jobs.parked as p where p.job = 'settle_rewards' and p.row_id = r.id and p.retry_at > v_now
      )
    order by r.id
    limit p_limit
    for no key update skip locked
  loop
    begin
      perform billing.settle_reward(v_reward);
      delete from jobs.parked as p where p.job = 'settle_rewards' and p.row_id = v_reward.id;
    exception when others then
      if not (jobs.is_fault_of_row(sqlstate) and app.within_brake('park', 1)) then
        raise;
      end if;
      perform jobs.park('settle_rewards', v_reward.id, 1, sqlstate, sqlerrm);
      v_parked := v_parked + 1;
    end;
    v_done := v_done + 1;
  end loop;
  return (v_done - v_parked, v_parked, v_done > 0);
end
$$;
comment on function billing.settle_rewards(integer) is
  'Settles up to p_limit rewards that are due (billing.settle_reward), all of one user; parks those that fail for an hour, and returns whether more may wait.';
