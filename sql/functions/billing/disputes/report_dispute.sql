-- A payer's bank claims a payment back. Events arrive in any order and repeatedly: a closed dispute stays closed, and
-- money is booked when the provider first says that it is gone, in whichever event. A dispute that was lost may come
-- back: the bank, or the provider, returns the money after all. Operators are told when a dispute begins and when it is
-- decided.
create or replace function billing.report_dispute(p_provider text, p_report billing.dispute_report) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_dispute billing.disputes;
  v_news text;
  v_status text := p_report.status;
  v_first boolean;
begin
  perform billing.lock_charges(array[p_provider], array[coalesce(p_report.charge_id, p_report.external_id)]);
  insert into billing.disputes as d (
    provider, external_id, charge_id, amount, currency, reason, evidence_due, opened_at
  )
  select
    p_provider, p_report.external_id, p_report.charge_id, p_report.amount, p_report.currency, p_report.reason,
    p_report.evidence_due, app.now()
  where billing.dispute_may_be_ours(p_provider, coalesce(p_report.charge_id, p_report.external_id))
  on conflict (provider, external_id) do nothing
  returning d.* into v_dispute;
  v_news := case when found then 'opened' end;
  select d.* into v_dispute
  from billing.disputes as d
  where d.provider = p_provider and d.external_id = p_report.external_id;
  if not found then
    return 'unknown';
  elsif v_dispute.status <> 'opened' and p_report.status = 'opened' then
    return 'repeated';
  end if;

  v_first := v_dispute.payment_id is null;
  v_dispute := billing.link_dispute(v_dispute);
  v_first := v_first and v_dispute.payment_id is not null;
  if v_status = 'lost' and not p_report.withdrawn and v_dispute.taken_by is not null then
    v_status := 'won';
  end if;
  if v_dispute.status = 'opened' or v_dispute.status = 'lost' and v_status = 'won' then
    update billing.disputes as d
    set
      status = v_status,
      closed_at = case when v_status <> 'opened' then app.now() end,
      evidence_due = coalesce(p_report.evidence_due, d.evidence_due),
      reason = coalesce(p_report.reason, d.reason)
    where d.id = v_dispute.id
    returning d.* into v_dispute;
    v_news := coalesce(nullif(v_dispute.status, 'opened'), v_news);
  end if;
  if v_dispute.fee is null and p_report.fee > 0 and p_report.currency = v_dispute.currency then
    update billing.disputes as d set fee = p_report.fee where d.id = v_dispute.id;
    perform billing.book_fee(p_provider, v_dispute.external_id, p_report.fee, v_dispute.currency);
  end if;
  if p_report.withdrawn and v_dispute.taken_by is null and v_dispute.status <> 'won' then
    v_dispute := billing.take_dispute(v_dispute);
    v_first := true;
  elsif not p_report.withdrawn and v_dispute.status = 'won' and v_dispute.returned_by is null
    and v_dispute.taken_by is not null
  then
    v_dispute := billing.return_dispute(v_dispute);
  end if;
  if p_report.withdrawn and (v_first or v_news = 'lost') then
    v_dispute := billing.cover_dispute(v_dispute, v_first);
  end if;
  if v_news is not null then
    perform app.record(
      format('provider:%s', p_provider), format('dispute.%s', v_news), 'dispute', v_dispute.id, null,
      to_jsonb(v_dispute) - array['id', 'provider']
    );
    perform billing.notify_dispute(v_dispute);
  end if;
  return v_dispute.status;
end
$$;
comment on function billing.report_dispute(text, billing.dispute_report) is
  'Books what a provider says about a dispute, each thing once: what it took, what it gave back, its fee. Ends what the payer had bought before, as the setting dispute_ends_access says. Returns the status, repeated if the report is older than what we know, or unknown if it is none of ours (billing.dispute_may_be_ours). Takes the payer''s locks.';
