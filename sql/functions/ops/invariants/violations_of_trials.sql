-- Cost: two passes over periods, one over trials.
create or replace view ops.violations_of_trials as
select
  'trials_are_given_once' as invariant,
  format('subscription %s, period %s', p.subscription_id, p.number) as subject
from billing.periods as p
join billing.subscriptions as s on s.id = p.subscription_id
left join billing.trials as t on t.user_id = s.user_id
where p.kind = 'trial'
  and (p.number <> 1 or t.user_id is null)

union all
select 'trials_are_given_once', format('user %s', t.user_id)
from billing.trials as t
group by t.user_id
having count(*) > 1

union all
select 'trials_are_given_once', format('user %s', s.user_id)
from billing.periods as p
join billing.subscriptions as s on s.id = p.subscription_id
where p.kind = 'trial'
group by s.user_id
having count(*) > 1;
comment on view ops.violations_of_trials is 'Cases that break ops.invariants in trials. Empty if all is well.';
