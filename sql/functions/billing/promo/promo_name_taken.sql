-- A code that is called like the prefix of others would be withdrawn with them, and found in their place.
create or replace function billing.promo_name_taken(p_code billing.promo_codes) returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select case
    when p_code.batch is null and exists (
      select from billing.promo_codes as c where c.batch = p_code.code and c.retired_at is null
    ) then format('codes that were made together have the prefix %s; ops.retire_code() ends them', p_code.code)
    when exists (
      select from billing.promo_codes as c where c.code = p_code.batch and c.retired_at is null
    ) then format('a code is called %s; ops.retire_code() ends it', p_code.batch)
  end
$$;
comment on function billing.promo_name_taken(billing.promo_codes) is
  'Returns in words which promo codes in use have the name of a new one, or the prefix of its batch, in the other sense; null for none.';
