-- A message does not name its row of app.told. Those of one chat are sent in order, so it is the oldest of its kind
-- that still waits.
create or replace function app.told_by(p_payload jsonb) returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
  v_what constant text := coalesce(p_payload ->> 'notice', p_payload ->> 'text', '?');
begin
  if p_payload ? 'subscription_id' then
    return (
      select t.id
      from app.told as t
      where t.subscription_id = (p_payload ->> 'subscription_id')::bigint
        and t.period_number = (p_payload ->> 'period_number')::integer
        and t.what = v_what
        and t.sent_at is null
        and t.dropped is null
      order by t.id
      limit 1
    );
  end if;
  return (
    select t.id
    from app.told as t
    where t.user_id = (p_payload ->> 'user_id')::bigint
      and t.what = v_what
      and t.sent_at is null
      and t.dropped is null
    order by t.id
    limit 1
  );
end
$$;
comment on function app.told_by(jsonb) is
  'Takes the payload of a telegram.notice or a billing.notice. Returns the id of its row in app.told that still waits, null for none.';
