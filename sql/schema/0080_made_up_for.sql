-- What could not be said is made up for, also where the refusal comes a while after what it was about: the mark of who
-- blocked the bot begins with the refusal, and what he missed begins with the notice that was refused. What still
-- waited for him when he was marked is untrue. Only the word that he missed something is not repeated to who refuses
-- it: he would hear it from us each day.
create or replace function outbox.note_dropped() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
begin
  update app.told as t
  set
    dropped = d.reason,
    missed_since = case
      when d.reason = 'too_late' then coalesce(d.since, t.at)
      when d.since is not null then null
      when d.reason = 'gone' then t.at
      when d.reason = 'untrue' and exists (
        select
        from app.telegram_identities as i
        where i.telegram_id = d.lane::bigint and i.unreachable_since is not null
      ) then t.at
    end
  from (
    select
      app.told_by(n.payload) as id, n.reason, n.lane,
      case when n.payload ->> 'text' = 'missed' then (n.payload #>> '{args,since,time}')::timestamptz end as since
    from arrivals as n
    where n.kind in ('telegram.notice', 'billing.notice') and n.reason <> 'done'
  ) as d
  where t.id = d.id;
  return null;
end
$$;
comment on column app.told.missed_since is
  'It was too late or refused, or its user could not be reached any more, and he is still to hear what has happened since then (business time, UTC), see app.note_missed. Null otherwise.';
