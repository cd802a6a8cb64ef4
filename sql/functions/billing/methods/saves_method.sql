create or replace function billing.saves_method(p_user_id bigint, p_provider text, p_monthly boolean) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return not p_monthly
    and exists (select from billing.providers as p where p.name = p_provider and billing.remembers(p))
    and coalesce((select c.remember from billing.payment_choices as c where c.user_id = p_user_id), false);
end
$$;
comment on function billing.saves_method(bigint, text, boolean) is
  'Whether it is to be remembered how this user pays an invoice of p_provider; never of what is charged each month by itself (p_monthly).';
