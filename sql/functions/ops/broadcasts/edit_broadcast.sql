create or replace function ops.edit_broadcast(
  p_id bigint, p_text text, p_locale text default 'any', p_variant text default 'a', p_reason text default null
) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before broadcast.contents;
begin
  select c.* into v_before
  from broadcast.contents as c
  where c.broadcast_id = p_id and c.variant = p_variant and c.locale in (p_locale, 'any')
  order by c.locale = 'any'
  limit 1;
  return broadcast.set_content(
    p_id, p_variant, p_locale, p_text, v_before.media, v_before.file_id, coalesce(v_before.buttons, '[]'), p_reason
  );
end
$$;
comment on function ops.edit_broadcast(bigint, text, text, text, text) is
  'Replaces a text of a broadcast, also where it has arrived; file and buttons stay. Outcomes of broadcast.set_content. Raises TK056 for what Telegram would refuse.';
