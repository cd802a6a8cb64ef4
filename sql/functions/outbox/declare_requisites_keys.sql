-- Requisites are taken only while a listener can open them.
create or replace function outbox.declare_requisites_keys(p_key_ids text[]) returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$ select billing.declare_requisites_keys(p_key_ids) $$;
comment on function outbox.declare_requisites_keys(text[]) is 'See billing.declare_requisites_keys.';
