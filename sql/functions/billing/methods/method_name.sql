-- A notice shows a method's title, or else the name of its provider.
create or replace function billing.method_name(p_provider text, p_title text) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case
    when p_title is not null then billing.method_title(p_title)
    else jsonb_build_object('en', case p_provider when 'stars' then 'Telegram Stars' else initcap(p_provider) end)
  end;
end
$$;
comment on function billing.method_name(text, text) is
  'Takes the provider and the title of a payment method; returns the name that people know it by, by language.';
