-- Refuses what Telegram would refuse, as far as this can be known; the test finds the rest.
create or replace function broadcast.require_content(p_body text, p_media text, p_buttons jsonb) returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_most constant integer := case when p_media is null then 4096 else 1024 end;
  v_wrong jsonb;
  v_why text;
begin
  select b.button into v_wrong
  from jsonb_array_elements(p_buttons) as b (button)
  where (b.button ? 'url') = (b.button ? 'place')
    or b.button ? 'url' and (
      b.button ->> 'url' !~* '^(https?|tg)://\S{3,200}$' or coalesce(b.button ->> 'label', '') = ''
    )
    or b.button ? 'place' and b.button ->> 'place' not in (select p.place from broadcast.places() as p)
    or length(b.button ->> 'label') > 64
  limit 1;
  v_why := case
    when coalesce(p_body, '') = '' and p_media is null then 'it says nothing'
    when broadcast.visible_length(p_body) > v_most then format('its text is longer than %s characters', v_most)
    when v_wrong is not null then format('this button is none: %s', v_wrong)
    when jsonb_array_length(p_buttons) > 8 then 'it has more than eight buttons'
  end;
  if v_why is not null then
    raise exception using
      errcode = 'TK056',
      message = v_why,
      detail = 'Telegram takes 4096 characters, 1024 below a picture or video. A button leads to an address or to a screen of the bot.',
      hint = 'Buttons: [{"label": "Read more", "url": "https://..."}, {"place": "plans"}]; places: select * from broadcast.places().';
  end if;
end
$$;
comment on function broadcast.require_content(text, text, jsonb) is
  'Takes the HTML of a broadcast, the kind of its file (photo, video or null) and its buttons, see broadcast.contents. Raises TK056, with the reason, for what Telegram would refuse.';
