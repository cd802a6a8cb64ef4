-- What was sent is changed, too: a new version is given to everybody who reads an older one (broadcast.feed).
create or replace function broadcast.set_content(
  p_id bigint, p_variant text, p_locale text, p_body text, p_media text, p_file_id text, p_buttons jsonb,
  p_reason text default null
) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_broadcast broadcast.broadcasts;
  v_before broadcast.contents;
  v_buttons jsonb;
begin
  select b.* into v_broadcast from broadcast.broadcasts as b where b.id = p_id for no key update;
  select c.* into v_before
  from broadcast.contents as c
  where c.broadcast_id = p_id and c.variant = p_variant and c.locale = p_locale;
  v_buttons := coalesce(p_buttons, v_before.buttons, '[]');
  perform broadcast.require_content(p_body, p_media, v_buttons);
  if v_broadcast.id is null then
    return 'unknown';
  elsif v_broadcast.status in ('deleting', 'deleted') or v_broadcast.result is not null then
    return 'over';
  elsif v_broadcast.started_at is not null and (
    v_before.broadcast_id is null or (v_before.media is null) <> (p_media is null)
  ) then
    return 'not_so';
  end if;
  update broadcast.broadcasts as b
  set version = b.version + 1
  where b.id = p_id
  returning b.version into v_broadcast.version;
  insert into broadcast.contents as c (broadcast_id, variant, locale, body, media, file_id, buttons, version)
  values (p_id, p_variant, p_locale, p_body, p_media, p_file_id, v_buttons, v_broadcast.version)
  on conflict (broadcast_id, variant, locale) do update
  set body = excluded.body, media = excluded.media, file_id = excluded.file_id, buttons = excluded.buttons,
    version = excluded.version, tested_at = null, test_error = null;
  perform app.record(
    app.actor(), 'broadcast.written', 'broadcast', p_id, to_jsonb(v_before),
    jsonb_build_object(
      'variant', p_variant, 'locale', p_locale, 'body', p_body, 'media', p_media, 'buttons', v_buttons,
      'version', v_broadcast.version
    ),
    p_reason
  );
  if v_broadcast.started_at is not null then
    perform broadcast.resend(p_id);
  end if;
  return 'written';
end
$$;
comment on function broadcast.set_content(bigint, text, text, text, text, text, jsonb, text) is
  'Writes what a broadcast says, in a variant (a, b) and a language (any: for all others), see broadcast.contents. Of one that has started, it replaces a text that there is, and what was sent already is edited in the chats; a file can be replaced by another, not added or taken away. p_buttons: null keeps those that there are. written, unknown, over (it is being deleted, or who got it is not known any more), or not_so. Raises TK056 for what Telegram would refuse.';
