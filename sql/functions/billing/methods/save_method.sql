-- A card that pays a second time is a new method at its provider; it replaces the first one.
create or replace function billing.save_method(p_invoice billing.invoices, p_report billing.payment_report)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_title constant text := nullif(left(btrim(p_report.method_title), 100), '');
  v_replaced bigint[];
  v_position integer;
  v_id bigint;
begin
  if not p_invoice.saves_method
    or p_report.method_id is null
    or exists (select from billing.payment_methods as m where m.invoice_id = p_invoice.id)
  then
    return;
  end if;
  perform billing.lock_user(p_invoice.user_id);
  with replaced as (
    update billing.payment_methods as m
    set removed_at = app.now()
    where m.user_id = p_invoice.user_id
      and m.provider = p_invoice.provider
      and m.kind = 'saved'
      and m.title = v_title
      and m.removed_at is null
    returning m.id, m.position
  )
  select array_agg(r.id), min(r.position) into v_replaced, v_position from replaced as r;
  insert into billing.payment_methods as m (
    user_id, provider, kind, invoice_id, external_id, title, position, created_at
  )
  values (
    p_invoice.user_id, p_invoice.provider, 'saved', p_invoice.id, p_report.method_id, v_title,
    coalesce(v_position, billing.last_position(p_invoice.user_id) + 1), app.now()
  )
  on conflict do nothing
  returning m.id into v_id;
  perform app.record(
    format('user:%s', p_invoice.user_id), 'method.saved', 'payment_method', v_id, null,
    jsonb_build_object('user_id', p_invoice.user_id, 'provider', p_invoice.provider, 'invoice_id', p_invoice.id)
  )
  where v_id is not null;
  perform billing.sync_method(r.id) from unnest(v_replaced) as r (id) order by r.id;
end
$$;
comment on function billing.save_method(billing.invoices, billing.payment_report) is
  'Saves the method that paid an invoice, once, if its payer wants that and the provider says that it can be charged again. Takes the user''s locks.';
