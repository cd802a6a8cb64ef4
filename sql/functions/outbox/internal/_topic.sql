-- Each topic has one kind of consumer; the other one is turned away before it can touch anything.
create or replace function outbox._topic(p_consumer text, p_topic text)
returns outbox.topics
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_topic outbox.topics;
begin
  select t.* into v_topic from outbox.topics as t where t.name = p_topic and t.consumer = p_consumer;
  if not found then
    raise exception using
      errcode = 'TK020',
      message = format('topic %L is not for the %s', p_topic, p_consumer),
      detail = 'A topic is consumed through outbox.* by the listener or through inbox.* by the bot.',
      hint = 'outbox.topics lists the topics and their consumers.';
  end if;
  return v_topic;
end
$$;
comment on function outbox._topic(text, text) is
  'Takes a consumer (listener or bot) and a topic; returns the topic. Raises TK020 when it is not the consumer''s.';
