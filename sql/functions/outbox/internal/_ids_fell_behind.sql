-- This check runs every minute, so it takes a sample: where a sequence lags, its value is below nearly all ids in
-- use.
create or replace function outbox._ids_fell_behind()
returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select greatest(
    (select max(l.done_to) from (select o.done_to from outbox.lanes as o limit 200) as l),
    (select max(d.id) from outbox.dead_letters as d)
  ) > (select s.last_value from outbox.message_ids as s)
$$;
comment on function outbox._ids_fell_behind() is
  'Whether new messages get ids that were drawn before, as after a switch to a logical replica; null when no id has been drawn yet.';
