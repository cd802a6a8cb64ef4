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
  'The blacklist, newest first, and what the shop still owes those on it: time that was paid for, and money.';
comment on column ops.blocked.since is 'Since when he is on it, business time, UTC.';
comment on column ops.blocked.reason is 'For operators; the person reads it in the file of his data only.';
comment on column ops.blocked.user_id is 'Who it is; null for somebody who is no user.';
comment on column ops.blocked.runs_until is 'The end of access that still runs, UTC; null for none.';
comment on column ops.blocked.balances is
  'What is on his balance, an object with minor units by currency, null for nothing; ops.payout sends it back.';
