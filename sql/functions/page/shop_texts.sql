create or replace function page.shop_texts(p_version bigint) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select app.shop_texts_since(p_version)
$$;
comment on function page.shop_texts(bigint) is 'See app.shop_texts_since.';
