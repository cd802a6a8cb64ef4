create or replace function billing.trial_length(p_user_id bigint) returns integer
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return greatest(
    app.setting('trial_hours')::integer,
    case when billing.referrer_of(p_user_id) is not null then app.setting('referral_trial_hours')::integer end
  );
end
$$;
comment on function billing.trial_length(bigint) is
  'Returns the length in hours of a trial for this user: the setting trial_hours, or referral_trial_hours, if that is more, for a user who came by a referrer''s link.';
