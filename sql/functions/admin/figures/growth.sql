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
    r.name, r.people, r.trials, r.paying, r.currency, r.revenue, r.discounts, r.rewards, r.code_discounts,
    r.code_bonus, r.lines
  from jsonb_to_recordset(ops.figure('growth', array[p_origin::text, p_offset::text, p_count::text])) as r (
    name text, people bigint, trials bigint, paying bigint, currency text, revenue bigint, discounts bigint,
    rewards bigint, code_discounts bigint, code_bonus bigint, lines bigint
  );
end
$$;
comment on function admin.growth(bigint, text, integer, integer) is
  'Takes ref (referrers, by the id of the user), ad (campaigns), code (promo codes) or none (who came by himself). Returns p_count lines of ops.growth after p_offset, minor units, the best first; lines: how many there are. Raises TK070 without the permission figures.';
