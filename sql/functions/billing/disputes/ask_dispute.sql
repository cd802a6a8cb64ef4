create or replace function billing.ask_dispute(p_provider text, p_external_id text, p_charge_id text) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform outbox.enqueue(
    'payment.fetch_dispute', format('dispute:%s:%s', p.name, p_external_id),
    jsonb_build_object('provider', p.name, 'external_id', p_external_id), 'fetch', null, null, p.name
  )
  from billing.providers as p
  where p.name = p_provider and 'dispute' = any (p.can) and p_external_id is not null;
  if found then
    return 'asked';
  end if;
  return billing.ask_about(p_provider, p_charge_id, null, true);
end
$$;
comment on function billing.ask_dispute(text, text, text) is
  'Asks a provider about the status of its dispute p_external_id; a provider that cannot tell is asked about the payment p_charge_id. Returns asked, or unknown, see billing.ask_about.';
