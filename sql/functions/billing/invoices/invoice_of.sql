-- Our own key is tried first, so that nobody can forge an id of the provider to point at another invoice.
create or replace function billing.invoice_of(p_provider text, p_external_id text, p_key text) returns billing.invoices
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select i
    from billing.invoices as i
    where i.provider = p_provider
      and (
        i.token = case when p_key ~* '^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$' then p_key::uuid end
        or i.external_id = p_external_id
      )
    order by i.external_id is not distinct from p_external_id
    limit 1
  );
end
$$;
comment on function billing.invoice_of(text, text, text) is
  'Finds the invoice that a provider means, by the token that we gave it (p_key) or by the provider''s id; null if it is none of ours.';
