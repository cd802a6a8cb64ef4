create or replace function admin.draft_broadcast(
  p_telegram_id bigint, p_request uuid, p_kind text, p_segment text, p_argument text, p_body text, p_media text,
  p_file_id text, p_buttons jsonb
) returns bigint
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_admin_id constant bigint := app.act_as_admin(p_telegram_id, 'broadcasts');
  v_id constant bigint := broadcast.draft(p_request, p_kind, p_segment, p_argument, v_admin_id, null);
begin
  if v_id is null then
    return (select b.id from broadcast.broadcasts as b where b.request = p_request);
  end if;
  perform broadcast.set_content(v_id, 'a', 'any', p_body, p_media, p_file_id, p_buttons);
  return v_id;
end
$$;
comment on function admin.draft_broadcast(bigint, uuid, text, text, text, text, text, text, jsonb) is
  'Drafts a broadcast with its text for all languages (see broadcast.draft, broadcast.set_content), steered from the caller''s chat. Returns its id. Raises TK056 for an unknown segment and for what Telegram would refuse, TK070 without the permission broadcasts.';
