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

-- Only offers that rules and the game give are left out of the audit. One that somebody adds by hand is his doing,
-- whatever he writes into it: so those functions say that it is they (tickover.by_rule), and the row does not.
create or replace function billing.record_personal_prices() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  v_actor text := case
    when session_user in ('tickover_cron', 'tickover_bot') then 'system' else format('owner:%s', session_user)
  end;
  v_reason constant text := nullif(current_setting('tickover.reason', true), '');
begin
  if current_setting('tickover.by_rule', true) = '1' then
    return null;
  end if;
  if current_setting('tickover.admin', true) <> '' then
    v_actor := app.actor();
  end if;
  insert into app.audit (at, actor, action, subject, subject_id, after, reason)
  select app.now(), v_actor, 'personal_price.added', 'personal_price', a.id, to_jsonb(a), v_reason
  from added as a;
  return null;
end
$$;
comment on function billing.record_personal_prices() is
  'Trigger that writes the audit of the personal prices that a statement adds, without those that billing.give_offers and billing.give_prize give; app.record_owner_change does so for each change.';

drop function if exists support.answer(bigint, uuid, bigint, bigint, text, text);
