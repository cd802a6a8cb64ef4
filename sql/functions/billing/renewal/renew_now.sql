-- Money that arrives renews waiting subscriptions at once, without waiting for the next attempt: first the one for
-- which it was charged, then the one that ends first. It uses the same functions as the job. A user who was told of a
-- higher price gets the same time to respond as from the job. Money that was charged in time renews even after the
-- end.
create or replace function billing.renew_now(p_user_id bigint, p_first bigint default null) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id bigint;
  v_outcome text;
  v_result text := coalesce(billing.renew_ended(p_first), 'not_due');
begin
  foreach v_id in array billing.renewable_now(p_user_id, p_first) loop
    v_outcome := billing.renew_one(v_id);
    if v_result <> 'renewed' then
      v_result := v_outcome;
    end if;
  end loop;
  return v_result;
end
$$;
comment on function billing.renew_now(bigint, bigint) is
  'Attempts the auto-renewal of a user''s subscriptions now, from 24 h before their end until access is over. p_first: the one for which the money came, null for none. Returns renewed (at least one) or, for the last one: short, price_risen or announced (told, nothing charged), waiting, unavailable, not_due (nothing to renew, too early, or switched off; or told so recently that there is still time to respond) or failed (the job retries it). The caller holds billing.lock_user.';
