-- A readable form of billing.statement for psql.
create or replace function ops.statement(p_user_id bigint) returns table (
  line bigint,
  at timestamptz,
  amount bigint,
  currency text,
  balance bigint,
  cause text,
  what text,
  reason text
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    s.line_id,
    date_trunc('second', s.at),
    s.amount,
    s.currency,
    s.balance_after,
    s.cause,
    case
      when s.period_number is not null then format(
        'period %s: %s, %s to %s',
        s.period_number,
        billing.in_language(billing.title_of(s.subscription_id, s.plan_title), 'en'),
        (s.starts_at at time zone 'UTC')::date,
        (s.ends_at at time zone 'UTC')::date
      )
      else s.provider
    end,
    s.reason
  from billing.statement(p_user_id) as s
  order by s.line_id
$$;
comment on function ops.statement(bigint) is
  'Answers why a user was charged: every movement of the balance and every gift, oldest first, amounts in minor units, times in UTC. what: the period (ops.refund takes its number; "#2" is the subscription, see ops.subscriptions) or the provider.';
