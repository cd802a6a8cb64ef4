create or replace function api.terms(p_telegram_id bigint) returns table (
  version text,
  content text,
  is_address boolean,
  accepted_at timestamptz
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select v.version, t.content, t.content ~ '^https://\S+$', a.accepted_at
  from app.users as u
  cross join lateral (select app.setting('terms_version') #>> '{}') as v (version)
  cross join lateral (select billing.in_language(nullif(app.setting('terms'), 'null'), u.locale)) as t (content)
  left join app.accepted_terms as a on a.user_id = u.id and a.version = v.version
  where u.id = app.user_of(p_telegram_id) and t.content is not null;
end
$$;
comment on function api.terms(bigint) is
  'Returns the terms of the shop in the user''s language: the text, or an address (is_address); version: null where nothing is to be accepted; accepted_at: when he accepted it, null for not. No row without terms. Raises TK010 for an unknown user.';
