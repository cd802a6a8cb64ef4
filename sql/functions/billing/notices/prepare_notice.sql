-- A notice about a period is composed when it is sent, and only if it is still true: "it has ended" must not reach a
-- user who has renewed meanwhile, nor "you lack money" one who has topped up. This also keeps queued messages small.
create or replace function billing.prepare_notice(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select app.prepare_notice(p_lane, n.notice)
  from (
    select
      case
        when w.kind = 'ended' then billing.notice_ended(w.subscription_id, w.period_number)
        when w.kind = 'renewed' then billing.notice_renewed(w.subscription_id, w.period_number)
        when w.kind in ('announced', 'price_risen', 'short', 'grace', 'unavailable')
          then billing.notice_to_renew(w.kind, w.subscription_id, w.period_number, w.amount)
        else billing.notice_by_rule(w.kind, w.subscription_id, w.period_number)
      end as notice
    from (
      select
        p_payload ->> 'notice' as kind,
        (p_payload ->> 'subscription_id')::bigint as subscription_id,
        (p_payload ->> 'period_number')::integer as period_number,
        (p_payload ->> 'amount')::bigint as amount
    ) as w
  ) as n
  where n.notice is not null
$$;
comment on function billing.prepare_notice(text, jsonb) is
  'Prepare hook of billing.notice. p_payload: notice (the name of a rule of billing.notice_rules), subscription_id, period_number, and of what was announced the amount, minor units. Returns the result of app.prepare_notice, or null when the notice is no longer true.';
