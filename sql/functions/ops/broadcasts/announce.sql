-- The reader of the test defaults to the first owner: his is also the chat in which its progress is shown.
create or replace function ops.announce(
  p_text text, p_segment text default 'all', p_kind text default 'important', p_argument text default null,
  p_texts jsonb default '{}', p_buttons jsonb default '[]', p_media text default null, p_file_id text default null,
  p_test_to bigint default null, p_reason text default null, p_request uuid default gen_random_uuid()
) returns bigint
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_reader constant bigint := coalesce(
    ops.find_user(p_test_to),
    (
      select u.id
      from app.users as u
      join app.telegram_identities as i on i.user_id = u.id
      where u.role = 'owner'
      order by i.unreachable_since is not null, u.id
      limit 1
    )
  );
  v_id constant bigint := broadcast.draft(p_request, p_kind, p_segment, p_argument, v_reader, p_reason);
begin
  if v_id is null then
    return (select b.id from broadcast.broadcasts as b where b.request = p_request);
  end if;
  perform broadcast.set_content(v_id, 'a', t.locale, t.body, p_media, p_file_id, p_buttons, p_reason)
  from (
    select 'any' as locale, p_text as body
    union all
    select t.key, t.value from jsonb_each_text(p_texts) as t
  ) as t;
  perform broadcast.test(v_id, v_reader);
  return v_id;
end
$$;
comment on function ops.announce(
  text, text, text, text, jsonb, jsonb, text, text, bigint, text, uuid
) is
  'Drafts a broadcast and sends a test of it to the person with the Telegram id p_test_to (null: the first owner), in whose chat its progress is shown; start it with ops.start_broadcast. p_text: HTML of Telegram, for all languages that have no text of their own in p_texts ({"ru": ...}). p_segment, p_argument: see broadcast.segments(). p_kind: important or offer. p_buttons: see broadcast.contents. p_media: photo or video, with its file id. Returns its id. Raises TK056 for an unknown segment, and for what Telegram would refuse.';
