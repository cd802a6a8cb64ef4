create or replace function outbox.shop_texts(p_version bigint, p_failed text default null) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_failed is not null then
    perform app.note_failed_text(p_version, p_failed);
  end if;
  return app.shop_texts_since(p_version);
end
$$;
comment on function outbox.shop_texts(bigint, text) is
  'See app.shop_texts_since. p_failed: which text of p_version could not be written, see app.note_failed_text; null for none.';
