-- The group of support may be lost to the bot, or become a supergroup with another id. What people write must be read
-- all the same.
create table support.chat_troubles (
  chat_id bigint primary key,
  error text not null,
  since timestamptz not null,
  seen_at timestamptz not null
);
comment on table support.chat_troubles is
  'The group of support (setting support_chat) while it takes no messages of the bot, such as after the bot was removed from it: admins are written to as well, and the alarm support_unread tells of it. What arrives there, or another group, deletes the row.';
comment on column support.chat_troubles.error is 'What Telegram said.';
comment on column support.chat_troubles.since is 'Business time, UTC.';
comment on column support.chat_troubles.seen_at is 'When it refused last, business time, UTC.';
select migrate.classify('support.chat_troubles', 'open', 'chat_id', 'error', 'since', 'seen_at');

update outbox.kinds
set done = 'billing.withdrawal_posted', dead = 'billing.withdrawal_post_dead'
where name = 'withdrawals.post';

-- Also when an owner changes it in the table.
create function support.follow_chat() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from support.chat_troubles;
  perform support.show_waiting(array(select c.chat_id from support.chats() as c));
  return null;
end
$$;
comment on function support.follow_chat() is
  'Trigger that shows what waits for support where support reads from now on, see support.show_waiting.';
create trigger support_follows
  after update of value on app.settings
  for each row
  when (new.name = 'support_chat' and new.value is distinct from old.value)
  execute function support.follow_chat();
