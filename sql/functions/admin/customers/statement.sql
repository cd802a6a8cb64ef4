create or replace function admin.statement(
  p_telegram_id bigint, p_user_id bigint, p_language text, p_offset integer, p_limit integer
) returns table (
  line_id bigint,
  at timestamptz,
  cause text,
  amount bigint,
  currency text,
  balance_after bigint,
  plan_title text,
  period_count integer,
  period_unit text,
  starts_at timestamptz,
  ends_at timestamptz,
  provider text,
  reason text,
  transfer_id bigint,
  is_charge boolean
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (columns of the result have names of columns)
begin
  perform app.act_as_admin(p_telegram_id, 'customers');
  return query
  select
    s.line_id, s.at, s.cause, s.amount, s.currency, s.balance_after,
    billing.in_language(billing.title_of(s.subscription_id, s.plan_title), p_language),
    s.period_count, s.period_unit, s.starts_at, s.ends_at, s.provider, s.reason, s.transfer_id,
    coalesce(s.amount < 0 and exists (select from billing.periods as p where p.transfer_id = s.transfer_id), false)
  from billing.statement(p_user_id) as s
  order by s.line_id desc
  offset p_offset
  limit p_limit;
end
$$;
comment on function admin.statement(bigint, bigint, text, integer, integer) is
  'Returns lines of ops.statement, newest first, as api.statement does; is_charge: it paid for a period, so that admin.charge can tell of it. Raises TK070 without the permission customers.';
