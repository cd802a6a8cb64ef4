create or replace function admin.growth(p_telegram_id bigint, p_origin text, p_offset integer, p_count integer)
returns table (
  name text,
  people bigint,
  trials bigint,
  paying bigint,
  currency text,
  revenue bigint,
  discounts bigint,
  rewards bigint,
  code_discounts bigint,
  code_bonus bigint,
  lines bigint
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'figures');
  return query
  select
    g.name, g.people, g.trials, g.paying, g.currency, g.revenue, g.discounts, g.rewards,
    g.code_discounts, g.code_bonus, count(*) over ()
  from ops.growth as g
  where g.origin = p_origin and (g.name is not null or p_origin = 'none')
  order by g.revenue desc, g.paying desc, g.people desc, g.name, g.currency
  limit p_count
  offset p_offset;
end
$$;
comment on function admin.growth(bigint, text, integer, integer) is
  'Takes ref (referrers, by the id of the user), ad (campaigns), code (promo codes) or none (who came by himself). Returns p_count lines of ops.growth after p_offset, minor units, the best first; lines: how many there are. Raises TK070 without the permission figures.';
