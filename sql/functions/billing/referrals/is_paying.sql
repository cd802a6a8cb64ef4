create or replace function billing.is_paying(p_user_id bigint) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (select from billing.refundable_payments as r where r.user_id = p_user_id and r.amount > 0);
end
$$;
comment on function billing.is_paying(bigint) is
  'Whether anything is left of what a user has paid in, see billing.refundable_payments.';
