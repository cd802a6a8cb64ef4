-- A notice that is too late or refused is dropped, but what it was about has happened. Its user hears of all that at
-- once, when he can be reached.
create or replace function app.note_missed(p_limit integer) returns integer
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  with missed as (
    update app.told as t
    set missed_since = null
    from (
      select m.id, m.missed_since, coalesce(m.user_id, s.user_id) as user_id
      from app.told as m
      left join billing.subscriptions as s on s.id = m.subscription_id
      where m.missed_since is not null
      order by m.id
      limit p_limit
      for no key update of m skip locked
    ) as o
    where t.id = o.id
    returning o.user_id, o.missed_since
  ),
  noted as (
    update app.telegram_identities as i
    set missed_since = least(i.missed_since, m.since)
    from (select u.user_id, min(u.missed_since) as since from missed as u group by u.user_id) as m
    where i.user_id = m.user_id
  )
  select count(*)::integer from missed
$$;
comment on function app.note_missed(integer) is
  'Makes at most p_limit notices that were dropped (app.told.missed_since) a reason to tell their users what they missed: app.telegram_identities.missed_since. Returns how many notices.';
