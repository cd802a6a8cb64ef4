-- Each topic has one kind of consumer. The other kind is rejected before it can change anything.
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
      message = format('topic %L is not consumed by the %s', p_topic, p_consumer),
      detail = 'The listener consumes topics through outbox.*, the bot through inbox.*.',
      hint = 'outbox.topics lists the topics and their consumers.';
  end if;
  return v_topic;
end
$$;
comment on function outbox._topic(text, text) is
  'Takes a consumer (listener or bot) and a topic; returns the topic. Raises TK020 when another consumer serves it.';
