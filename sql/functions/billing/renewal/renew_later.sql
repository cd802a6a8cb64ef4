-- The money of a charge that was reported after the end is on the balance, and nothing else looks at a subscription
-- that has ended. So the renewal is retried with a growing delay, from a minute to an hour. The time for which a
-- missing offer is awaited counts only while nothing else keeps the renewal waiting. A new charge begins anew.
create or replace function billing.renew_later(p_subscription_id bigint, p_sqlstate text, p_error text) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  insert into billing.unrenewed as u (
    subscription_id, user_id, since, next_at, sqlstate, error, offer_until, otherwise_since
  )
  select
    s.id, s.user_id, app.now(), app.now() + interval '1 minute', p_sqlstate, p_error,
    case when p_error = 'unavailable' then app.now() + interval '1 day' end,
    case when p_error <> 'unavailable' then app.now() end
  from billing.subscriptions as s
  where s.id = p_subscription_id and s.status = 'expired' and s.auto_renew and s.cancelled_at is null
  on conflict (subscription_id) do update
  set
    since = case when u.next_at = 'infinity' then excluded.since else u.since end,
    next_at = app.now() + least(interval '1 minute' * power(2, least(u.attempts, 6)), interval '1 hour'),
    attempts = case when u.next_at = 'infinity' then 1 else u.attempts + 1 end,
    sqlstate = excluded.sqlstate,
    error = excluded.error,
    offer_until = case
      when u.next_at = 'infinity' then excluded.offer_until
      when excluded.otherwise_since is null and u.otherwise_since is not null
        then coalesce(u.offer_until + (app.now() - u.otherwise_since), excluded.offer_until)
      else u.offer_until
    end,
    otherwise_since = case
      when excluded.otherwise_since is null then null
      when u.next_at = 'infinity' then excluded.otherwise_since
      else coalesce(u.otherwise_since, excluded.otherwise_since)
    end
$$;
comment on function billing.renew_later(bigint, text, text) is
  'Lets the job buy_waiting retry the renewal of a subscription that has ended; does nothing about any other. p_sqlstate (null for an outcome) and p_error say why it could not be renewed now.';
