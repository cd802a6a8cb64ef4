-- A notice about a period is composed when it is sent, and only if it is still true: "it has ended" must not reach a
-- user who has renewed meanwhile, nor "you lack money" one who has topped up. This also keeps queued messages small.
create or replace function billing.prepare_notice(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select app.prepare_notice(p_lane, n.notice)
  from billing.notice_of(
    p_payload ->> 'notice',
    (p_payload ->> 'subscription_id')::bigint,
    (p_payload ->> 'period_number')::integer,
    (p_payload ->> 'amount')::bigint
  ) as n (notice)
  where n.notice is not null
$$;
comment on function billing.prepare_notice(text, jsonb) is
  'Prepare hook of billing.notice. p_payload: notice (the name of a rule of billing.notice_rules), subscription_id, period_number, and of what was announced the amount, minor units. Returns the result of app.prepare_notice, or null when the notice is no longer true.';
