-- Money that arrives renews what waits for it, without waiting for the next attempt: what it was charged for, then what
-- ends first. By the same functions as the job. Who was told of a higher price gets the time to answer that the job
-- gives.
create or replace function billing.renew_now(p_user_id bigint, p_first bigint default null) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id bigint;
  v_outcome text;
  v_result text := 'not_due';
begin
  for v_id in
    select s.id
    from billing.subscriptions as s
    where s.user_id = p_user_id
      and app.flag('auto_renewal')
      and s.status = 'active'
      and s.auto_renew
      and s.cancelled_at is null
      and s.renewal_price_id is not null
      and s.ends_at - interval '24 hours' <= app.now()
      and s.expires_at > app.now()
      and (s.charge_from > app.now()) is not true
    order by s.id = p_first desc nulls last, s.ends_at, s.id
  loop
    v_outcome := billing.renew_one(v_id);
    if v_result <> 'renewed' then
      v_result := v_outcome;
    end if;
  end loop;
  return v_result;
end
$$;
comment on function billing.renew_now(bigint, bigint) is
  'Attempts the auto-renewal of a user''s subscriptions at once, from 24 h before their end until access is over; p_first: the one that money came for, null for none. renewed (one at least), or of the last one: short, price_risen or announced (told, nothing charged), waiting, unavailable, not_due (nothing to renew, too early, or switched off; or told so lately that there is still time to answer) or failed (the job tries it again). The caller holds billing.lock_user.';
