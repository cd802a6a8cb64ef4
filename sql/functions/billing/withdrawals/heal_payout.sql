-- The list of a provider says that it paid: an answer that was lost comes by this way as well.
create or replace function billing.heal_payout(p_line billing.provider_transactions) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select billing.follow_provider(
    w.id, 'paid', null, p_line.external_id, format('%s %s', ltrim(p_line.asset_quantity, '-'), p_line.asset)
  )
  from billing.withdrawals as w
  where p_line.key = format('withdrawal-%s', w.token) and w.status in ('sending', 'failed')
$$;
comment on function billing.heal_payout(billing.provider_transactions) is
  'Takes a payout on a provider''s list; the withdrawal that it paid is settled if it is still being sent, and booked as paid if it had been given back (billing.follow_provider). What it paid otherwise is shown by ops.reconciliation. The caller holds the user''s locks.';
