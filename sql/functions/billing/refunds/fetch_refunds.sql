create or replace function billing.fetch_refunds(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_refund billing.refunds;
  v_count integer := 0;
begin
  for v_refund in
    select r.*
    from billing.refunds as r
    where r.fetch_at <= app.now()
    order by r.fetch_at, r.id
    limit p_limit
    for no key update skip locked
  loop
    update billing.refunds as r
    set fetch_at = app.now() + interval '1 hour'
    where r.id = v_refund.id;
    perform outbox.enqueue(
      'payment.fetch_refund', format('refund:%s', v_refund.id),
      jsonb_build_object('refund_id', v_refund.id, 'refund_external_id', v_refund.external_id), 'fetch', null, null,
      p.provider
    )
    from billing.payments as p
    where p.id = v_refund.payment_id;
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;
comment on function billing.fetch_refunds(integer) is
  'Asks providers about up to p_limit refunds that they have not settled, each once an hour. Returns how many.';
