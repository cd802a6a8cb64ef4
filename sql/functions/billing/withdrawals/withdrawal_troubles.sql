create or replace function billing.withdrawal_troubles() returns table (name text, detail text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select 'withdrawals_late', (
    select format('%s past the promised time, see ops.withdrawals', string_agg(w.id::text, ', ' order by w.id))
    from billing.withdrawals as w
    where w.settled_at is null and w.due_at < app.now()
    having count(*) > 0
  )
  union all
  select 'withdrawals_unsettled', (
    select format(
      '%s: nobody knows whether it was paid, see ops.withdrawals, then ops.settle_withdrawal',
      string_agg(w.id::text, ', ' order by w.id)
    )
    from billing.withdrawals as w
    join billing.withdrawal_ways as y on y.name = w.way
    where w.status = 'sending'
      and w.sent_at < app.now() - case when y.provider is null then interval '1 day' else interval '1 hour' end
    having count(*) > 0
  )
  union all
  select 'payouts_wait', (
    select format('%s: %s', string_agg(l.lane, ', ' order by l.lane), min(l.last_error))
    from billing.withdrawals as w
    join outbox.lanes as l on l.topic = 'payment' and l.lane = format('withdrawal:%s', w.id)
    where w.status = 'sending' and l.last_error is not null
      and l.last_error ~ '(: 40[05] |: no rate|: TESTNET_TOKEN)'
    having count(*) > 0
  )
$$;
comment on function billing.withdrawal_troubles() is
  'Returns each alarm about withdrawals with what is wrong, null when nothing is: withdrawals_late, withdrawals_unsettled (sent an hour ago, by hand a day ago, and no outcome), payouts_wait (the provider refuses what is about the shop: its account lacks coins or rights, the asset is unknown, the token is of a test network).';
