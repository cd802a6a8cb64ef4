-- The lane of an update or a message is the chat, and so identifies the person. Updates and messages that are
-- processed or given up lose it; the erasure waits for those that are not. This is a pass over the stored updates of a
-- week for the people who were erased: they are few, and no index of updates by person is worth its cost on each tap.
create or replace function app.scrub(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_people bigint[];
begin
  select array_agg(e.telegram_id) into v_people
  from (
    select w.telegram_id from app.erasures as w order by w.asked_at limit p_limit for no key update skip locked
  ) as e;
  if v_people is null then
    return 0;
  end if;
  update inbox.events as e
  set lane = 'none', headers = null
  from app.erasures as w
  where w.telegram_id = any (v_people)
    and e.topic = 'inbox' and e.lane = w.telegram_id::text
    and e.processed_at is not null and e.received_at <= w.asked_at;
  update inbox.money_events as m
  set telegram_id = null
  from app.erasures as w
  where w.telegram_id = any (v_people) and m.telegram_id = w.telegram_id and m.closed_at is not null;
  delete from outbox.dead_letters as d
  using app.erasures as w
  where w.telegram_id = any (v_people)
    and d.lane = w.telegram_id::text and d.topic = 'telegram' and d.enqueued_at <= w.asked_at;
  delete from app.erasures as w
  where w.telegram_id = any (v_people)
    and not exists (
      select
      from inbox.events as e
      where e.topic = 'inbox' and e.lane = w.telegram_id::text and e.received_at <= w.asked_at
    )
    and not exists (select from inbox.money_events as m where m.telegram_id = w.telegram_id);
  return cardinality(v_people);
end
$$;
comment on function app.scrub(integer) is
  'Erases the chats of at most p_limit people of app.erasures from their processed updates, closed money events and given-up messages. Returns how many people it looked for.';
