create or replace function billing.trial_used(p_user_id bigint) returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select
    from billing.trials as t
    join app.users as u on u.identity_hash = t.identity_hash
    where u.id = p_user_id
  )
$$;
comment on function billing.trial_used(bigint) is 'Whether this person ever had a trial, under any account.';
