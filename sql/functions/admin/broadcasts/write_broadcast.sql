create or replace function admin.write_broadcast(
  p_telegram_id bigint, p_id bigint, p_variant text, p_locale text, p_body text, p_media text, p_file_id text,
  p_buttons jsonb, p_reason text
) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'broadcasts', p_reason);
  return broadcast.set_content(p_id, p_variant, p_locale, p_body, p_media, p_file_id, p_buttons, p_reason);
end
$$;
comment on function admin.write_broadcast(bigint, bigint, text, text, text, text, text, jsonb, text) is
  'Writes a text of a broadcast, also one that was sent. Outcomes of broadcast.set_content. Raises TK056 for what Telegram would refuse, TK070 without the permission broadcasts.';
