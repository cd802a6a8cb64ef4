-- Telegram gives a group another id when it becomes a supergroup, and takes nothing for the old one any more. The posts
-- of the old group are not moved: the supergroup numbers its messages anew, and a reply to one of them could answer
-- somebody else. What waits is posted again, by the trigger of the setting.
create or replace function support.move_chat(p_from bigint, p_to bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_reason constant text := coalesce(current_setting('tickover.reason', true), '');
begin
  perform set_config('tickover.reason', 'Telegram made the group a supergroup', true);
  update app.settings as s
  set value = to_jsonb(p_to)
  where s.name = 'support_chat' and s.value = to_jsonb(p_from);
  perform app.settings_agree();
  perform set_config('tickover.reason', v_reason, true);
end
$$;
comment on function support.move_chat(bigint, bigint) is
  'Has the setting support_chat follow a group to its new id, if it is that group.';
