-- Telegram refuses a message with a tag that it does not know or that is not closed, and then nobody would read
-- anything. Variables are the names that the message is given, in braces.
create or replace function app.refused_text(p_name text, p_text text, out why text, out what text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rules app.editable_texts;
  v_tag text;
  v_open text[] := array[]::text[];
begin
  select e.* into v_rules from app.editable_texts as e where e.name = p_name;
  select f.why, f.what into why, what
  from (
    select 1 as place, 'unknown_text' as why, p_name as what where v_rules.name is null
    union all
    select 2, 'empty', null where regexp_replace(p_text, '<[^<>]*>', '', 'g') !~ '\S'
    union all
    select 3, 'too_long', v_rules.longest::text where length(p_text) > v_rules.longest
    union all
    select 4, 'control_character', null where p_text ~ '[\u0001-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]'
    union all
    select 5, 'unknown_variable', v.found[1]
    from regexp_matches(p_text, '\{([^{}]*)\}', 'g') as v (found)
    where v.found[1] <> all (v_rules.variables) and (v.found[1] <> 'brand' or p_name = 'brand')
    union all
    select 6, 'missing_variable', u.name
    from unnest(v_rules.variables) as u (name)
    where position(format('{%s}', u.name) in p_text) = 0
    union all
    select 7, 'brace', null where regexp_replace(p_text, '\{[^{}]*\}', '', 'g') ~ '[{}]'
    union all
    select 8, 'plain', null where v_rules.plain and p_text ~ '[<>&]'
    union all
    select 9, 'one_line', null where p_name = 'brand' and p_text ~ '\n'
    order by place
  ) as f
  limit 1;
  if why is not null or v_rules.plain then
    return;
  end if;

  for v_tag in
    select t.found[1]
    from regexp_matches(p_text, '(<[^<>]*>|<|>|&(?!(?:amp|lt|gt|quot);))', 'g') as t (found)
  loop
    if v_tag ~ '^<(b|i|u|s|code|pre|blockquote|tg-spoiler)>$' or v_tag ~ '^<a href="(https://|tg://|mailto:)[^"<>{}\s]+">$' then
      v_open := substring(v_tag from '^<([a-z-]+)') || v_open;
    elsif v_tag = format('</%s>', v_open[1]) then
      v_open := v_open[2:];
    else
      why := 'tag';
      what := v_tag;
      return;
    end if;
  end loop;
  if cardinality(v_open) > 0 then
    why := 'open_tag';
    what := format('<%s>', v_open[1]);
  end if;
end
$$;
comment on function app.refused_text(text, text) is
  'Returns why a text of the shop cannot replace the message p_name, and what in it is wrong; null when it can. why: unknown_text, empty, too_long, control_character, unknown_variable, missing_variable, brace, plain (has <, > or & and is plain text), one_line, tag (unknown, or closed in another order) or open_tag.';
