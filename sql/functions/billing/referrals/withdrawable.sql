create or replace function billing.withdrawable(p_user_id bigint, p_currency text) returns bigint
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select case when billing.owes(p_user_id) then 0 else billing.referral_of(p_user_id, p_currency) end
$$;
comment on function billing.withdrawable(bigint, text) is
  'Returns how much of a user''s balance may be paid out, in minor units: what was earned by bringing others; nothing while he owes the shop (billing.owes).';
