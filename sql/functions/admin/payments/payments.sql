create or replace function admin.payments(
  p_telegram_id bigint, p_user_id bigint, p_provider text, p_amount numeric, p_from timestamptz, p_until timestamptz,
  p_offset integer, p_limit integer
) returns table (
  payment_id bigint,
  received_at timestamptz,
  provider text,
  user_id bigint,
  username text,
  first_name text,
  paid bigint,
  paid_currency text,
  sent_back bigint
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
    p.payment_id, p.received_at, p.provider, p.user_id, i.username, i.first_name, p.paid, p.paid_currency::text, p.sent_back
  from ops.payments as p
  left join app.telegram_identities as i on i.user_id = p.user_id
  where (p_user_id is null or p.user_id = p_user_id)
    and (p_provider is null or p.provider = p_provider)
    and (p_amount is null or p.paid = p_amount * billing.whole_unit(p.paid_currency::text))
    and (p_from is null or p.received_at >= p_from)
    and (p_until is null or p.received_at < p_until)
  order by p.payment_id desc
  offset p_offset
  limit p_limit;
end
$$;
comment on function admin.payments(bigint, bigint, text, numeric, timestamptz, timestamptz, integer, integer) is
  'Returns payments, newest first: of one customer, by one provider, of one amount (whole units of any currency, such as 149.50), received in [p_from, p_until) (UTC); null for any. paid in minor units of paid_currency. Raises TK070 without the permission customers.';
