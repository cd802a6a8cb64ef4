-- An amount that the provider accepted no longer counts as refused.
create or replace function billing.amount_accepted(p_order billing.orders) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from billing.invoice_refusals as r
  where r.provider = p_order.provider
    and r.currency = p_order.currency
    and case r.kind
      when 'too_small' then p_order.amount <= r.amount
      when 'too_great' then p_order.amount >= r.amount
      else true
    end;
  if found then
    perform jobs.note_alarm('invoices_refused', null);
  end if;
end
$$;
comment on function billing.amount_accepted(billing.orders) is
  'Forgets the refusals (billing.invoice_refusals) that an invoice for this top-up disproves.';
