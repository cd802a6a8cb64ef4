create or replace function billing.notify_dispute(p_dispute billing.disputes) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.notify_admins(
    'admin-dispute',
    jsonb_build_object(
      'state', p_dispute.status,
      'provider', p_dispute.provider,
      'dispute', p_dispute.external_id,
      'payment', coalesce(p_dispute.payment_id::text, '?'),
      'reason', coalesce(p_dispute.reason, '?'),
      'amount', jsonb_build_object('money', p_dispute.amount, 'currency', p_dispute.currency),
      'covered', jsonb_build_object(
        'money', p_dispute.covered, 'currency', coalesce(p_dispute.loss_currency, p_dispute.currency)
      ),
      'has_due', case when p_dispute.evidence_due is null then 'no' else 'yes' end,
      'due', jsonb_build_object('time', coalesce(p_dispute.evidence_due, app.now()))
    )
  );
end
$$;
comment on function billing.notify_dispute(billing.disputes) is 'Tells the admins the status of a dispute.';
