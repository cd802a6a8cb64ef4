create or replace function billing.refused_promo(p_code billing.promo_codes) returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select case
    when (p_code.code ~ '^[A-Z0-9]{3,32}$') is not true then 'a code has 3 to 32 letters and digits'
    when (p_code.kind in ('percent', 'amount', 'days', 'balance', 'trial')) is not true
      then 'the kind is percent, amount, days, balance or trial'
    when p_code.kind = 'percent' and (p_code.percent between 1 and 99) is not true then 'percent are 1 to 99'
    when p_code.kind in ('amount', 'balance') and (p_code.amount > 0) is not true
      then 'an amount is above zero, in minor units'
    when p_code.kind = 'days' and (p_code.days between 1 and 3650) is not true then 'days are 1 to 3650'
    when p_code.kind = 'trial' and (p_code.hours between 1 and 8760) is not true then 'hours of a trial are 1 to 8760'
    when p_code.kind = 'trial' and p_code.audience <> 'all' and p_code.audience <> 'new'
      then 'a trial is for people without a subscription: the audience is all or new'
    when (p_code.audience in ('all', 'new', 'paid', 'subscribers')) is not true
      then 'the audience is all, new, paid or subscribers'
    when p_code.max_uses <= 0 then 'max_uses is above zero, or null for any number'
    when (p_code.uses_per_user between 1 and 1000) is not true then 'uses_per_user are 1 to 1000'
    when p_code.min_amount <= 0 then 'min_amount is above zero, in minor units, or null'
    when (p_code.renewals between 0 and 120) is not true then 'renewals are 0 to 120'
    when p_code.kind not in ('percent', 'amount')
      and (num_nonnulls(p_code.plan_ids, p_code.lengths, p_code.min_amount) > 0 or p_code.adds_up or p_code.renewals > 0)
      then 'plans, lengths, min_amount, adds_up and renewals are for codes that lower a price'
    when array_position(p_code.plan_ids, null) is not null or p_code.plan_ids = '{}' then 'a plan is not known: see billing.plans'
    when exists (
      select from unnest(p_code.lengths) as l (length) where (l.length ~ '^[1-9]\d{0,3} (day|month)$') is not true
    ) or p_code.lengths = '{}' then 'lengths are such as {"30 day","3 month"}'
    when p_code.valid is null or isempty(p_code.valid) or upper(p_code.valid) <= app.now() then 'it would be over already'
    when coalesce(btrim(p_code.reason), '') = '' then 'say what it is for'
  end
$$;
comment on function billing.refused_promo(billing.promo_codes) is
  'Returns in words why there cannot be such a promo code; null when there can.';
