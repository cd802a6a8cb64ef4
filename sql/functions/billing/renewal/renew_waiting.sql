-- One renewal per transaction, as in billing.buy_waiting. If the renewal was not put off again (billing.renew_later),
-- it stops waiting: it was made, or is not needed any more. After a day for a missing offer, or if anything else keeps
-- it waiting after a day in all, the user is told to choose again; the money is on his balance.
create or replace function billing.renew_waiting() returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_waiting billing.unrenewed;
begin
  select u.* into v_waiting
  from billing.unrenewed as u
  where u.next_at <= app.now()
  order by u.next_at, u.subscription_id
  limit 1;
  if not found then
    return (0, 0, false);
  end if;

  begin
    perform billing.lock_users(billing.parties_of(v_waiting.user_id));
    perform billing.renew_ended(v_waiting.subscription_id);
  exception when others then
    perform billing.renew_later(v_waiting.subscription_id, sqlstate, sqlerrm);
  end;
  delete from billing.unrenewed as u
  where u.subscription_id = v_waiting.subscription_id and u.next_at <= app.now();
  update billing.unrenewed as u
  set next_at = 'infinity'
  where u.subscription_id = v_waiting.subscription_id
    and case when u.otherwise_since is null then u.offer_until else u.since + interval '1 day' end <= app.now();
  if found then
    perform billing.notify_unrenewed(v_waiting.subscription_id);
  end if;
  return (1, 0, true);
end
$$;
comment on function billing.renew_waiting() is
  'Retries the renewal of billing.unrenewed that is due next, and returns whether more may be due. A notice tells the user what came of it.';
