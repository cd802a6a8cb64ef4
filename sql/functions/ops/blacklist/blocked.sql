-- What the shop still owes those whom it sells nothing: time that was paid for, and money.
create or replace view ops.blocked as
select
  b.since,
  b.reason,
  i.user_id,
  s.runs_until,
  m.balances
from app.blocked as b
left join app.telegram_identities as i on i.telegram_id = b.telegram_id
left join lateral (
  select max(o.expires_at) as runs_until
  from billing.subscriptions as o
  where o.user_id = i.user_id and o.status = 'active'
) as s on true
left join lateral (
  select jsonb_object_agg(o.currency, o.balance) as balances
  from billing.balances_of(i.user_id) as o
  where o.balance <> 0
) as m on true
order by b.since desc, i.user_id asc;
comment on view ops.blocked is
  'The blacklist, newest first. user_id: null for somebody who is no user; runs_until: the end of access that still runs, UTC, null for none; balances: what is on his balance, minor units by currency: ops.payout sends it back.';
