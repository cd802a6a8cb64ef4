create or replace function billing.retire_promos(p_code text, p_batch text) returns jsonb
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  with retired as (
    update billing.promo_codes as c
    set retired_at = app.now()
    where (c.code = p_code or c.batch = p_batch) and c.retired_at is null
    returning c.id
  )

  select case count(*)
    when 0 then '{"outcome": "no_such_code"}'::jsonb
    else jsonb_build_object('outcome', 'retired', 'codes', count(*))
  end
  from retired
$$;
comment on function billing.retire_promos(text, text) is
  'Withdraws the promo code p_code, and all of the batch p_batch; null for none. outcome: retired (how many), no_such_code.';
