create or replace function billing.brought_by(p_user_id bigint, p_referrer_id bigint) returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with recursive chain as (
    select o.referrer_id as id from billing.origins as o where o.user_id = p_user_id
    union
    select o.referrer_id from chain as c join billing.origins as o on o.user_id = c.id
  )

  select exists (select from chain as c where c.id = p_referrer_id)
$$;
comment on function billing.brought_by(bigint, bigint) is
  'Whether p_referrer_id brought a user, or who brought that one, and so on.';
