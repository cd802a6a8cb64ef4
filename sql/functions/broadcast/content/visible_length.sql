-- As Telegram counts: without tags, a named character as one, and in UTF-16 units, of which an emoji is two.
create or replace function broadcast.visible_length(p_html text) returns integer
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select length(t.plain) + length(regexp_replace(t.plain, '[^\U00010000-\U0010FFFF]', '', 'g'))
  from (select regexp_replace(regexp_replace(p_html, '<[^>]*>', '', 'g'), '&[#a-z0-9]+;', '.', 'g')) as t (plain)
$$;
comment on function broadcast.visible_length(text) is
  'Returns how long a text of Telegram''s HTML is as people read it, in UTF-16 units.';
