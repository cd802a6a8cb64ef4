-- Telegram's language_code is a tag such as pt-br; only its language counts.
create or replace function app.language_for(p_language_code text) returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    coalesce(
      (select o.code from unnest(l.codes) as o (code) where o.code = lower(split_part(p_language_code, '-', 1))),
      l.codes[1]
    )
  from (select app.languages() as codes) as l
$$;
comment on function app.language_for(text) is
  'Returns the language for a client that uses p_language_code (an IETF tag or null): the same language if it is offered, else the first of app.languages().';
