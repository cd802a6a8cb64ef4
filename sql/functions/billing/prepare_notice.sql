-- A notice about a period is true only until the next one: "it has ended" must not reach a user who has
-- renewed while the notice waited.
create or replace function billing.prepare_notice(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select app.prepare_notice(p_lane, p_payload)
  from billing.subscriptions as s
  where s.id = (p_payload ->> 'subscription_id')::bigint
    and s.period_number = (p_payload ->> 'period_number')::integer
$$;
comment on function billing.prepare_notice(text, jsonb) is
  'Hook of billing.notice: what app.prepare_notice gives, or null when the subscription is not at p_payload''s period_number any more.';
