-- Where a code and a batch have one name, the code is meant: a second call ends the batch.
create or replace function ops.retire_code(p_code text) returns jsonb
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.retire_promos(
    case when n.is_code then n.name end, case when not n.is_code then n.name end
  )
  from (
    select
      upper(btrim(p_code)) as name,
      exists (
        select from billing.promo_codes as c where c.code = upper(btrim(p_code)) and c.retired_at is null
      ) as is_code
  ) as n
$$;
comment on function ops.retire_code(text) is
  'Withdraws a promo code, or all codes of a batch (p_code: its prefix). Prices no longer follow it; an order that has reserved a use can still be paid at its price until it ends, and what was given or promised for renewals stays. outcome: retired (how many), no_such_code.';
