create or replace function api.invite(p_telegram_id bigint) returns table (
  code text,
  reward text,
  percent integer,
  next_from integer,
  next_percent integer,
  second_percent integer,
  days integer,
  sum bigint,
  sum_currency text,
  welcome bigint,
  trial_hours integer,
  hold_days integer,
  brought bigint,
  paying bigint,
  days_earned bigint
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
begin
  return query
  select
    billing.referral_code(v_user_id),
    app.setting('referral_reward') #>> '{}',
    t.percent,
    t.next_from,
    t.next_percent,
    app.setting('referral_second_percent')::integer,
    app.setting('referral_days')::integer,
    coalesce(billing.by_currency('referral_sum', billing.currency()), 0),
    billing.currency(),
    coalesce(billing.by_currency('referral_welcome', billing.currency()), 0),
    case
      when app.flag('trials') and app.setting('referral_trial_hours')::integer > app.setting('trial_hours')::integer
        then app.setting('referral_trial_hours')::integer
      else 0
    end,
    app.setting('referral_hold_days')::integer,
    (select count(*) from billing.origins as o where o.referrer_id = v_user_id),
    t.paying,
    (
      select coalesce(pg_catalog.sum(r.days), 0)
      from billing.referral_rewards as r
      where r.user_id = v_user_id and r.granted_at is not null
    )
  from billing.referral_tier(v_user_id) as t
  where app.flag('referrals');
end
$$;
comment on function api.invite(bigint) is
  'Returns what a user needs to bring others: his code (t.me/<bot>?start=ref_<code>), drawn now if he has none; what it earns him: reward (percent, sum or days), with percent of each payment now, the next tier (null for none) and second_percent, days, or sum (minor units of sum_currency); what those get who come: welcome (a bonus, minor units of sum_currency) and trial_hours, 0 for nothing more than others; hold_days until it can be spent; brought: how many came, paying: how many of them pay; days_earned. No row while bringing others earns nothing. Raises TK010 for an unknown user.';
