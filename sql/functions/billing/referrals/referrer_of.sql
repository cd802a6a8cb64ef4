create or replace function billing.referrer_of(p_user_id bigint) returns bigint
language sql
stable
set search_path = pg_catalog, pg_temp
as $$ select o.referrer_id from billing.origins as o where o.user_id = p_user_id $$;
comment on function billing.referrer_of(bigint) is 'Returns who brought a user; null for nobody.';
