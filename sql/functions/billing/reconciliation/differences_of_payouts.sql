-- Compares the payouts that a provider lists with withdrawals. They are listed in the coins that were sent, so amounts
-- are not compared.
create or replace view billing.differences_of_payouts as
with lately as materialized (
  select app.now() - interval '15 minutes' as since
)

select
  'payout_differs' as difference, l.provider, l.external_id, null::bigint as payment_id, null::bigint as theirs,
  null::text as theirs_currency,
  case w.status when 'paid' then -w.amount else 0 end as ours, w.currency::text as ours_currency, l.first_seen as since
from billing.provider_transactions as l
join billing.withdrawals as w on l.key = format('withdrawal-%s', w.token)
where l.kind = 'payout'
  and w.status <> 'paid'
  and w.paid_late_by is null
  and l.first_seen < (select n.since from lately as n)

union all
select
  'payout_differs', p.name, w.external_id, null as payment_id, null as theirs, null as theirs_currency,
  -w.amount as ours, w.currency::text as ours_currency, w.settled_at as since
from billing.withdrawals as w
join billing.withdrawal_ways as y on y.name = w.way
join billing.providers as p on p.name = y.provider
where w.status = 'paid'
  and w.sent_at >= p.listed_from
  and w.settled_at < p.listed_to - interval '1 hour'
  and not exists (
    select
    from billing.provider_transactions as l
    where l.kind = 'payout' and l.provider = p.name and l.key = format('withdrawal-%s', w.token)
  );
comment on view billing.differences_of_payouts is
  'Part of billing.differences: payouts that a provider lists and we did not book, or the other way round.';
