create or replace function billing.fetch_invoices(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids bigint[];
begin
  with due as (
    select i.id
    from billing.invoices as i
    where i.fetch_at <= app.now()
    order by i.fetch_at, i.id
    limit p_limit
    for no key update skip locked
  ),

  asked as (
    update billing.invoices as i
    set fetch_at = billing.next_fetch(i)
    from due as d
    where i.id = d.id
    returning i.id, i.provider
  )

  select array_agg(a.id order by a.id) into v_ids from asked as a;
  perform outbox.enqueue(
    'payment.fetch', format('invoice:%s', i.id), jsonb_build_object('invoice_id', i.id), 'fetch', null, null, i.provider
  )
  from unnest(v_ids) as d (id)
  join billing.invoices as i on i.id = d.id
  join billing.providers as p on p.name = i.provider and 'fetch' = any (p.can);
  perform billing.invoices_over(v_ids);
  return coalesce(cardinality(v_ids), 0);
end
$$;
comment on function billing.fetch_invoices(integer) is
  'Asks providers about up to p_limit invoices that are due, the longest due first, see billing.next_fetch; at most one question for an invoice waits. Returns how many.';
