create or replace function admin.refunds_to_send(
  p_telegram_id bigint, p_offset integer, p_limit integer
) returns table (
  refund_id bigint,
  provider text,
  external_id text,
  amount bigint,
  currency text,
  user_id bigint,
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
  perform app.act_as_admin(p_telegram_id, 'refunds');
  return query
  select r.refund_id, r.provider, r.external_id, r.amount, r.currency::text, r.user_id, app.now() - r.waits_for
  from ops.refunds_to_send as r
  order by r.refund_id
  offset p_offset
  limit p_limit;
end
$$;
comment on function admin.refunds_to_send(bigint, integer, integer) is
  'Returns the refunds that are held until they are sent, the longest waiting first; see ops.refunds_to_send. Raises TK070 without the permission refunds.';
