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
comment on view ops.restores is 'Each time that this database was restored, the newest first. See ops.catch_up.';
comment on column ops.restores.id is 'The row of app.restores.';
comment on column ops.restores.taken_at is
  'When the backup was taken, UTC: what happened outside from then on is not in it.';
comment on column ops.restores.restored_at is 'When ops.catch_up was called, business time, UTC.';
comment on column ops.restores.caught_up_at is
  'When the shop had caught up with what happened since, business time, UTC; null: not yet.';
comment on column ops.restores.waits_for is 'Providers whose lists are still to be read; null for none.';
