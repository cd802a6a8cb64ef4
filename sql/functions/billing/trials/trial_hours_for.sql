create or replace function billing.trial_hours_for(p_user_id bigint) returns integer
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select billing.trial_length(p_user_id)
    where app.flag('trials')
      and billing.trial_plan() is not null
      and not billing.trial_used(p_user_id)
      and not billing.had_subscription(p_user_id)
  );
end
$$;
comment on function billing.trial_hours_for(bigint) is
  'Returns the length in hours of the trial that a user may still have; null when none is available.';
