-- Each program asks every twenty seconds, so it gets a null as long as nothing has changed.
create or replace function app.shop_texts_since(p_version bigint) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_version constant bigint := coalesce((select max(t.version) from app.shop_texts as t), 0);
begin
  return case when p_version is distinct from v_version then jsonb_build_object(
    'version', v_version,
    'texts', coalesce((
      select jsonb_object_agg(l.locale, l.texts)
      from (
        select t.locale, jsonb_object_agg(t.name, t.text) as texts
        from app.shop_texts as t
        where t.text is not null
        group by t.locale
      ) as l
    ), '{}')
  ) end;
end
$$;
comment on function app.shop_texts_since(bigint) is
  'Returns the texts of the shop with their version: {"version": 7, "texts": {"ru": {"help": "..."}}}; null when p_version is the newest.';
