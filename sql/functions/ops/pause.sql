-- The big red switch of a topic: nothing is lost, everything waits.
create or replace function ops.pause(p_topic text, p_reason text)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update outbox.topics as t
  set paused_until = 'infinity', pause_reason = format('%s: %s', session_user, p_reason)
  where t.name = p_topic;
  if not found then
    raise exception using
      errcode = 'TK020',
      message = format('there is no topic %L', p_topic),
      hint = 'select topic from ops.outbox';
  end if;
end
$$;
comment on function ops.pause(text, text) is
  'Takes a topic and a reason; nothing of it is claimed until ops.resume(). What is in flight ends. Raises TK020 for an unknown topic.';
