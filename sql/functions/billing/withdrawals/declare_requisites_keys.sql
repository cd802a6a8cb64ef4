create or replace function billing.declare_requisites_keys(p_key_ids text[]) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  delete from billing.requisites_keys as k where k.key_id <> all (p_key_ids);
  insert into billing.requisites_keys (key_id, declared_at)
  select k.id, app.now() from unnest(p_key_ids) as k (id)
  on conflict (key_id) do update set declared_at = excluded.declared_at;
$$;
comment on function billing.declare_requisites_keys(text[]) is
  'Records which keys the caller can open requisites with; others are forgotten.';
