create or replace function billing.give_trial(p_user_id bigint, p_hours integer) returns timestamptz
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_span constant billing.span := (
    1, app.now(), app.now() + make_interval(hours => p_hours), app.now(), 1
  );
begin
  insert into billing.trials (identity_hash, user_id, started_at)
  select u.identity_hash, u.id, app.now()
  from app.users as u
  where u.id = p_user_id;
  perform billing.grant_period(p_user_id, billing.trial_plan(), 'trial', v_span);
  return v_span.ends_at;
end
$$;
comment on function billing.give_trial(bigint, integer) is
  'Grants a user the trial of the setting trial_plan for p_hours and remembers the person; returns its end, UTC. The caller holds the user''s locks and has checked that he had neither a trial nor a subscription.';
