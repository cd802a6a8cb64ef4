-- In plpgsql, because a function in SQL is planned anew at each call.
create or replace function app.note_told(p_payloads jsonb[], p_skipped boolean[] default null) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into app.told (at, user_id, subscription_id, period_number, what)
  select
    app.now(),
    case when jsonb_typeof(n.payload -> 'user_id') = 'number' then (n.payload -> 'user_id')::bigint end,
    case when jsonb_typeof(n.payload -> 'subscription_id') = 'number' then (n.payload -> 'subscription_id')::bigint end,
    case when jsonb_typeof(n.payload -> 'period_number') = 'number' then (n.payload -> 'period_number')::integer end,
    coalesce(n.payload ->> 'notice', n.payload ->> 'text', '?')
  from unnest(p_payloads, p_skipped) as n (payload, skipped)
  where n.skipped is not true;
end
$$;
comment on function app.note_told(jsonb[], boolean[]) is
  'Remembers in app.told what people are told. Takes the payloads of notices that are enqueued, and which of them are not (null: all are).';
