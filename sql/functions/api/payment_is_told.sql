-- For bots of release 0.2, until release 0.4: api.book_payment says it.
create or replace function api.payment_is_told(p_provider text, p_external_id text) returns boolean
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select
    from inbox.money_events as e
    where e.provider = p_provider and e.external_id = p_external_id and e.kind = 'payment' and e.told_at is not null
  )
$$;
comment on function api.payment_is_told(text, text) is
  'Takes a provider and its id of a charge. Whether the payer was told already, by a screen or a notice.';
