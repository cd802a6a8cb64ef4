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
comment on view ops.active_now is
  'The shop now: subscriptions that run (active: paid for or given, granted: which of them were given; in_trial), people who have a paid one, and all people who have not left.';
