create or replace function billing.notify_withdrawal(p_id bigint) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select app.notify(
    w.user_id,
    case when w.status = 'paid' then 'withdrawal-paid' else 'withdrawal-returned' end,
    jsonb_build_object(
      'amount', jsonb_build_object('money', w.amount, 'currency', w.currency),
      'way', w.way,
      'masked', coalesce(w.masked, ''),
      'sent', coalesce(w.sent, ''),
      'why', billing.withdrawal_why(w.reason),
      'reason', coalesce(w.reason, '')
    ),
    '[[{"text": "button-withdrawals", "data": "go:withdraw"}], [{"text": "button-close", "data": "close"}]]'
  )
  from billing.withdrawals as w
  where w.id = p_id and w.status in ('paid', 'failed', 'rejected')
$$;
comment on function billing.notify_withdrawal(bigint) is
  'Tells a person that a withdrawal was paid, or given back and why. Says nothing of one that he cancelled.';
