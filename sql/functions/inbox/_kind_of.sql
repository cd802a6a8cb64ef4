-- A topic of events has one kind of message for them: the one whose hook is inbox.prepare_event. So a class of sources
-- is a row of outbox.topics and one of outbox.kinds.
create or replace function inbox._kind_of(p_topic text) returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_kind text;
begin
  select k.name into v_kind from outbox.kinds as k where k.topic = p_topic and k.prepare = 'inbox.prepare_event';
  if v_kind is null then
    raise exception using
      errcode = 'TK020',
      message = format('topic %L takes no events', p_topic),
      detail = 'What comes from outside goes to a topic that has a kind with the hook inbox.prepare_event.',
      hint = 'outbox.kinds lists the kinds and their hooks.';
  end if;
  return v_kind;
end
$$;
comment on function inbox._kind_of(text) is
  'Takes a topic; returns the kind of message that its events are. Raises TK020 when the topic takes none.';
