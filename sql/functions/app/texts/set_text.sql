create or replace function app.set_text(p_name text, p_locale text, p_text text) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_refused record;
  v_before text;
begin
  if p_text is not null then
    select r.why, r.what into v_refused from app.refused_text(p_name, p_text) as r;
    if v_refused.why is not null then
      raise exception using
        errcode = 'TK063',
        message = format('the text %s cannot be this: %s', p_name, concat_ws(' ', v_refused.why, v_refused.what)),
        hint = 'See app.refused_text.';
    end if;
  end if;
  -- Versions are numbered in the order in which they can be read.
  perform pg_advisory_xact_lock(hashtext('app.set_text'));
  select t.text into v_before from app.shop_texts as t where t.name = p_name and t.locale = p_locale;
  if v_before is not distinct from p_text then
    return 'unchanged';
  end if;
  insert into app.shop_texts as t (name, locale, text, version, changed_at)
  select p_name, p_locale, p_text, coalesce(max(o.version), 0) + 1, app.now()
  from app.shop_texts as o
  on conflict (name, locale) do update
  set text = excluded.text, version = excluded.version, changed_at = excluded.changed_at;
  perform jobs.note_alarm('shop_text', null);
  return case when p_text is null then 'reset' else 'set' end;
exception
  when check_violation then
    return 'unknown_language';
end
$$;
comment on function app.set_text(text, text, text) is
  'Replaces a message by a text of the shop in one language (of brand: also all), or with null by ours again. set, reset, unchanged or unknown_language. Raises TK063 for a text that app.refused_text refuses.';
