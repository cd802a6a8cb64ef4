-- The events of a topic have one kind of message: the kind whose hook is inbox.prepare_event. So a new class of
-- sources needs one row in outbox.topics and one in outbox.kinds.
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
      detail = 'A topic takes events when one of its kinds has the hook inbox.prepare_event.',
      hint = 'outbox.kinds lists the kinds and their hooks.';
  end if;
  return v_kind;
end
$$;
comment on function inbox._kind_of(text) is
  'Takes a topic; returns the kind of its event messages. Raises TK020 when the topic takes no events.';
