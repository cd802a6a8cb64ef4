create or replace function api.game_prizes() returns table (
  dice_value integer, prize text, amount bigint, currency text, offer_days integer
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select p.dice_value, p.prize, p.amount, p.currency::text, p.offer_days
  from billing.game_prizes as p
  order by p.dice_value desc
$$;
comment on function api.game_prizes() is
  'Returns what each value of the ball wins, the highest first: days, bonus (minor units of currency) or percent (off every price for offer_days); a value without a row wins nothing.';
