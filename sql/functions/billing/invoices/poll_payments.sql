create or replace function billing.poll_payments(p_limit integer) returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_invoices constant integer := billing.fetch_invoices(p_limit);
  v_refunds constant integer := billing.fetch_refunds(p_limit);
begin
  return (v_invoices + v_refunds, 0, greatest(v_invoices, v_refunds) = p_limit);
end
$$;
comment on function billing.poll_payments(integer) is
  'Asks about invoices and refunds that are due, up to p_limit of each, see billing.fetch_invoices and billing.fetch_refunds. Returns what was done.';
