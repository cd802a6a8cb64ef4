create or replace function admin.suspense(p_telegram_id bigint, p_offset integer, p_limit integer) returns table (
  payment_id bigint,
  provider text,
  external_id text,
  amount bigint,
  currency text,
  reason text,
  since timestamptz
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (columns of the result have names of columns)
begin
  perform app.act_as_admin(p_telegram_id, 'money');
  return query
  select s.payment_id, p.provider, p.external_id, p.amount, p.currency::text, s.reason, s.created_at
  from billing.suspense as s
  join billing.payments as p on p.id = s.payment_id
  where s.resolved_at is null
  order by s.created_at, s.payment_id
  offset p_offset
  limit p_limit;
end
$$;
comment on function admin.suspense(bigint, integer, integer) is
  'Returns the payments whose payer is not certain, the longest waiting first; see ops.suspense. Raises TK070 without the permission money.';
