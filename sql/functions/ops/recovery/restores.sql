create or replace view ops.restores as
select
  r.id,
  r.taken_at,
  r.restored_at,
  r.caught_up_at,
  unread.providers as waits_for
from app.restores as r
left join lateral (
  select array_agg(u.provider) as providers
  from billing.unread_lists(r.taken_at, r.restored_at) as u (provider)
) as unread on r.caught_up_at is null
order by r.id desc;
comment on view ops.restores is
  'Each time that this database was restored: from when the backup is, and when the shop had caught up with what happened since (null: not yet; waits_for names the providers whose lists are still to be read). See ops.catch_up.';
