create or replace function billing.method_title(p_title text) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(
    (
      select jsonb_object_agg(l.language, regexp_replace(p_title, t.pattern, l.title))
      from (
        select o.pattern, o.title
        from billing.method_titles as o
        where p_title ~ o.pattern
        order by o.pattern
        limit 1
      ) as t
      cross join lateral jsonb_each_text(t.title) as l (language, title)
    ),
    jsonb_build_object('en', p_title)
  );
end
$$;
comment on function billing.method_title(text) is
  'Takes the title of a payment method as its provider wrote it; returns it by language, as people read it (billing.method_titles). {"en": null} for null.';
