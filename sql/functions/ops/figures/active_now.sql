create or replace view ops.active_now as
select
  count(*) filter (where p.kind <> 'trial') as active,
  count(*) filter (where p.kind = 'trial') as in_trial,
  count(*) filter (where p.kind = 'grant') as granted,
  count(distinct s.user_id) filter (where p.kind = 'paid') as paying_people,
  (select count(*) from app.users as u where u.deleted_at is null) as people
from billing.periods as p
join billing.subscriptions as s on s.id = p.subscription_id
where p.ends_at > app.now() and p.starts_at <= app.now() and coalesce(p.closed_at, p.ends_at) > app.now();
comment on view ops.active_now is 'The shop now, in one row.';
comment on column ops.active_now.active is 'Subscriptions that run and are no trial: paid for or given.';
comment on column ops.active_now.in_trial is 'Subscriptions whose trial runs.';
comment on column ops.active_now.granted is 'How many of active run in time that was given.';
comment on column ops.active_now.paying_people is 'People who have a subscription that runs and is paid for.';
comment on column ops.active_now.people is 'People who have not left, whether they have a subscription or not.';
