-- Hook of the kind inbox.update: what speaks of money that is not booked yet is never given up.
create or replace function inbox.holds_money(p_lane text, p_payload jsonb) returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select
    from inbox.money_events as e
    where e.update_id = (p_payload ->> 'update_id')::bigint and e.outcome is null
  )
$$;
comment on function inbox.holds_money(text, jsonb) is
  'Takes the lane and {"update_id": id of inbox.updates}. Whether the update has a payment that is not booked.';
