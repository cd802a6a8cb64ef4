-- Where messages of a kind go.
create or replace function outbox._topic_of(p_kind text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_topic text;
begin
  select k.topic into v_topic from outbox.kinds as k where k.name = p_kind;
  if not found then
    raise exception using
      errcode = 'TK021',
      message = format('unknown kind of message %L', p_kind),
      detail = 'A kind says which topic takes a message and which functions hear of it.',
      hint = 'Register it with outbox.define_kind().';
  end if;
  return v_topic;
end
$$;
comment on function outbox._topic_of(text) is 'Takes a kind; returns its topic. Raises TK021 when it is unknown.';
