-- The button that turns such messages off belongs to every offer. A message with buttons can be closed, which is how
-- the bot knows that it is not its screen.
create or replace function broadcast.content_for(p_id bigint, p_kind text, p_variant text, p_locale text) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_content broadcast.contents;
  v_rows jsonb;
begin
  select c.* into v_content
  from broadcast.contents as c
  where c.broadcast_id = p_id and c.variant = p_variant and c.locale in (p_locale, 'any')
  order by c.locale = 'any'
  limit 1;
  select coalesce(jsonb_agg(
    jsonb_build_array(
      case
        when b.button ? 'label' then b.button - 'place'
        else jsonb_build_object('text', (select p.label from broadcast.places() as p where p.place = b.button ->> 'place'))
      end
      || case
        when b.button ? 'place' then jsonb_build_object('data', broadcast.button_data(p_id, b.button ->> 'place'))
        else '{}'
      end
    )
    order by b.position
  ), '[]') into v_rows
  from jsonb_array_elements(v_content.buttons) with ordinality as b (button, position);
  if p_kind = 'offer' then
    v_rows := v_rows || '[[{"text": "button-offers-off", "data": "go:notices"}]]';
  end if;
  if v_rows <> '[]' then
    v_rows := v_rows || '[[{"text": "button-close", "data": "close"}]]';
  end if;
  return jsonb_build_object(
    'body', v_content.body, 'media', v_content.media, 'file_id', v_content.file_id, 'buttons', v_rows
  );
end
$$;
comment on function broadcast.content_for(bigint, text, text, text) is
  'Returns what a reader of a language gets of a broadcast of a kind, in a variant: {"body": HTML, "media": photo, video or null, "file_id", "buttons": rows}. A button that leads into the bot is bc:<broadcast>:<place>.';
