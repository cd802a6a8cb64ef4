create or replace function api.statement(
  p_telegram_id bigint,
  p_before bigint default null,
  p_limit integer default 10
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
  more boolean
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    s.line_id,
    s.at,
    s.cause,
    s.amount,
    s.currency,
    s.balance_after,
    billing.in_language(billing.title_of(s.subscription_id, s.plan_title, u.id), u.locale),
    s.period_count,
    s.period_unit,
    s.starts_at,
    s.ends_at,
    s.provider,
    s.reason,
    min(s.line_id) over () > 1
  from (
    select l.*
    from billing.statement(app.user_of(p_telegram_id)) as l
    where l.line_id < coalesce(p_before, 9223372036854775807)
    order by l.line_id desc
    limit least(greatest(p_limit, 1), 100)
  ) as s
  join app.users as u on u.id = app.user_of(p_telegram_id)
  order by s.line_id desc
$$;
comment on function api.statement(bigint, bigint, integer) is
  'Returns a page of the user''s account, newest first: at most p_limit lines (1 to 100) before line p_before, see billing.statement. amount in minor units, signed, null for free periods; more: whether there are older lines. Raises TK010 for an unknown user.';
