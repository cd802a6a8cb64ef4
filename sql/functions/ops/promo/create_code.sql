create or replace function ops.create_code(
  p_code text,
  p_kind text,
  p_value bigint,
  p_reason text,
  p_until timestamptz default null,
  p_max_uses integer default null,
  p_uses_per_user integer default 1,
  p_audience text default 'all',
  p_plans text[] default null,
  p_lengths text[] default null,
  p_first_only boolean default false,
  p_min_amount bigint default null,
  p_adds_up boolean default false,
  p_renewals integer default 0,
  p_from timestamptz default null,
  p_currency text default null
) returns jsonb
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.create_promo(billing.new_promo(
    p_code, p_kind, p_value, p_reason, p_until, p_max_uses, p_uses_per_user, p_audience, p_plans, p_lengths, p_first_only,
    p_min_amount, p_adds_up, p_renewals, p_from, p_currency, null
  ))
$$;
comment on function ops.create_code(text, text, bigint, text, timestamptz, integer, integer, text, text[], text[], boolean, bigint, boolean, integer, timestamptz, text) is
  'Adds a promo code of 3 to 32 letters and digits (capitals are made of small ones). p_kind: percent, amount, days, balance or trial. p_value: percent, minor units (amount, balance), days, or hours (trial). p_reason: what it is for. p_until, p_from: when it can be used, UTC (null: no end, now). p_max_uses: by all together (null: any number); p_uses_per_user: by one person; p_audience: all, new, paid or subscribers; p_first_only: for first purchases. For codes that lower a price: p_plans (codes of plans) and p_lengths (such as 30 day), null for all; p_min_amount: of the list price, minor units; p_adds_up: on top of other discounts; p_renewals: how many automatic renewals it lowers, too. p_currency: of the amounts (null: the shop''s). See billing.promo_codes. outcome: created, or refused and why.';
