create or replace function ops.retire_code(p_code text) returns jsonb
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  with retired as (
    update billing.promo_codes as c
    set retired_at = app.now()
    where (c.code = upper(btrim(p_code)) or c.batch = upper(btrim(p_code))) and c.retired_at is null
    returning c.id
  )

  select case count(*)
    when 0 then '{"outcome": "no_such_code"}'::jsonb
    else jsonb_build_object('outcome', 'retired', 'codes', count(*))
  end
  from retired
$$;
comment on function ops.retire_code(text) is
  'Withdraws a promo code, or all codes of a batch (p_code: its prefix). Prices no longer follow it; an order that has reserved a use can still be paid at its price until it ends, and what was given or promised for renewals stays. outcome: retired (how many), no_such_code.';
