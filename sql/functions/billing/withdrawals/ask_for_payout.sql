-- Tried until there is an outcome: only a refusal of this payout ends it earlier.
create or replace function billing.ask_for_payout(p_id bigint, p_provider text, p_again boolean) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select outbox.enqueue(
    'payment.payout', format('withdrawal:%s', p_id), jsonb_build_object('withdrawal_id', p_id, 'again', p_again), 'payout',
    'infinity', null, p_provider
  )
$$;
comment on function billing.ask_for_payout(bigint, text, boolean) is
  'Has a provider pay a withdrawal, once for its key. p_again: it may have done so before, and is first asked about it.';
