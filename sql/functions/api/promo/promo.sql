create or replace function api.promo(p_telegram_id bigint)
returns table (
  outcome text,
  code text,
  kind text,
  percent integer,
  amount bigint,
  currency text,
  days integer,
  hours integer,
  renewals integer,
  ends_at timestamptz,
  waiting text
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
begin
  return query
  select r.*, l.code
  from billing.promo_chosen(v_user_id) as r
  left join app.start_links as l on l.user_id = v_user_id and l.kind = 'promo';
end
$$;
comment on function api.promo(bigint) is
  'Returns the promo code that makes prices cheaper for a user, see billing.promo_result (nulls for none), and the one that he came with or was refused last (waiting, null for none), whatever it is. Raises TK010 for an unknown user.';
