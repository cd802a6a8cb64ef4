create or replace function billing.take_promo_use(p_code_id bigint) returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update billing.promo_codes as c
  set uses = c.uses + 1
  where c.id = p_code_id and c.retired_at is null and c.uses < coalesce(c.max_uses, 2147483647);
  return found;
end
$$;
comment on function billing.take_promo_use(bigint) is
  'Counts one more use of a promo code; false when none is left, or it is retired. The caller writes the row of billing.promo_uses in the same transaction.';
