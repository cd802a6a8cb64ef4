-- That money went back is never taken from what a webhook says alone: what matters is how much has gone back in all.
create or replace function inbox.receive_refund(p_provider text, p_report jsonb) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update billing.refunds as r
  set fetch_at = app.now()
  from billing.payments as p
  where p.id = r.payment_id
    and p.provider = p_provider
    and (r.external_id = p_report ->> 'external_id' or r.cause = split_part(p_report ->> 'key', '#', 1))
    and r.status = 'sending';
  if found
    or p_report ->> 'status' = 'failed' and billing.check_refund(
      p_provider, p_report ->> 'charge_id', p_report ->> 'key', p_report ->> 'external_id'
    )
  then
    return 'asked';
  end if;
  return billing.ask_about(p_provider, p_report ->> 'charge_id', null, true);
end
$$;
comment on function inbox.receive_refund(text, jsonb) is
  'Takes a provider and what it hints at: {"external_id": its id of a refund, "key": what we called it, "charge_id": its id of the payment, "status": failed for one that came back}, each null for unknown. It is asked what became of that refund of ours, or what went back of that payment: asked, or unknown for none of ours.';
