create or replace function billing.undelivered_told(p_subscription_id bigint, p_generation bigint) returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select
    from app.audit as u
    where u.subject = 'subscription'
      and u.subject_id = p_subscription_id
      and u.action = 'access.undelivered'
      and (u.after ->> 'generation')::bigint >= p_generation
  )
$$;
comment on function billing.undelivered_told(bigint, bigint) is
  'Whether a user was told that access of this generation, or of a later one, is not being delivered.';
