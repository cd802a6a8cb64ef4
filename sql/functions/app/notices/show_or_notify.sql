-- A user who looks at the screen that a payment changes sees the result there, and needs no second message that says
-- the same. The bot knows whether he saw it when it has drawn the screen. If he did not, or if there is no bot at
-- present, a notice tells him.
create or replace function app.show_or_notify(p_screen text, p_about uuid, p_notice jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := (p_notice ->> 'user_id')::bigint;
  v_chat bigint;
begin
  select t.telegram_id into v_chat
  from app.telegram_identities as t
  join app.conversations as c on c.chat_id = t.telegram_id and c.telegram_id = t.telegram_id
  where t.user_id = v_user_id
    and t.unreachable_since is null
    and t.screen_message_id is not null
    and split_part(c.state, ':', 1) = p_screen
    and outbox._is_alive('bot');
  if found then
    perform outbox.enqueue(
      'inbox.refresh', v_chat::text,
      inbox._refresh_request(v_user_id, p_screen) || jsonb_build_object('about', p_about, 'notice', p_notice)
    );
  else
    perform app.notify_all(array[p_notice]);
  end if;
end
$$;
comment on function app.show_or_notify(text, uuid, jsonb) is
  'Tells a user something (p_notice, see app.notice) by p_screen, where that is what he looks at, else by the notice. p_about: the order that the screen has to show for it, see app.refreshed_batch.';
