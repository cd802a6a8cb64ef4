create or replace function admin.discounts(p_telegram_id bigint, p_offset integer, p_count integer) returns table (
  user_id bigint,
  kind text,
  percent integer,
  amount bigint,
  currency text,
  plan text,
  valid_until timestamptz,
  lines bigint
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'promo');
  return query
  select d.user_id, d.kind, d.percent, d.amount, d.currency::text, d.plan, d.valid_until, count(*) over ()
  from ops.discounts as d
  where d.is_valid
  order by d.kind = 'offer', d.id desc
  limit p_count
  offset p_offset;
end
$$;
comment on function admin.discounts(bigint, integer, integer) is
  'Who pays less now (ops.discounts), amounts in minor units, times in UTC: p_count lines after p_offset, offers of notices last; lines: how many there are. Raises TK070 without the permission promo.';
