create or replace function ops.set_text(p_name text, p_locale text, p_text text, p_reason text) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.give_reason(p_reason);
  return app.set_text(p_name, p_locale, p_text);
end
$$;
comment on function ops.set_text(text, text, text, text) is
  'Has the shop say p_text instead of ours, in one language (of brand: also all); null: ours again. Programs take it within half a minute. set, reset, unchanged or unknown_language. Raises TK061 without a reason, TK063 for a text that cannot be sent (app.refused_text).';
