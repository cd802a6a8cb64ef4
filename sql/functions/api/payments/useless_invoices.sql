-- Only bots up to 0.9 call it: an invoice has not been a message of its own since 0.6.
create or replace function api.useless_invoices(p_telegram_id bigint) returns table (message_id bigint)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select null::bigint where p_telegram_id is null
$$;
comment on function api.useless_invoices(bigint) is 'Returns no rows.';
