create or replace function billing.prepare_payout(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'provider', y.provider,
    'key', format('withdrawal-%s', w.token),
    'amount', w.amount,
    'currency', w.currency,
    'asset', app.setting('payout_asset') #>> '{}',
    'telegram_id', i.telegram_id,
    'asked_at', w.sent_at,
    'again', (p_payload ->> 'again')::boolean or billing.was_restored_since(w.sent_at)
  )
  from billing.withdrawals as w
  join billing.withdrawal_ways as y on y.name = w.way
  join app.telegram_identities as i on i.user_id = w.user_id
  where w.id = (p_payload ->> 'withdrawal_id')::bigint and w.status = 'sending'
$$;
comment on function billing.prepare_payout(text, jsonb) is
  'Prepare hook of payment.payout. p_payload: {"withdrawal_id", "again"}. Returns whom to pay what it is worth (amount: minor units of currency) in asset, with the key for idempotency, again: whether it may have been sent before; null if it is settled, or nobody knows any more who it was: an operator settles that.';
