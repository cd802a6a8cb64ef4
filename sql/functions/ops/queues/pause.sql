-- The emergency stop of a topic, or of one of its destinations: nothing is lost, everything waits.
create or replace function ops.pause(p_topic text, p_reason text, p_destination text default null)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_destination is null then
    update outbox.topics as t
    set paused_until = 'infinity', pause_reason = format('%s: %s', session_user, p_reason)
    where t.name = p_topic;
  else
    update outbox.destinations as d
    set paused_until = 'infinity', pause_reason = format('%s: %s', session_user, p_reason)
    where d.topic = p_topic and d.name = p_destination;
  end if;
  if not found then
    raise exception using
      errcode = 'TK020',
      message = format('there is no topic %L', concat_ws(':', p_topic, p_destination)),
      hint = 'select topic, destination from ops.outbox';
  end if;
  insert into app.audit (at, actor, action, subject, subject_key, reason)
  values (app.now(), app.actor(), 'destination.paused', 'destination', concat_ws(':', p_topic, p_destination), p_reason);
end
$$;
comment on function ops.pause(text, text, text) is
  'Takes a topic, a reason, and a destination, null for all present and future ones of the topic. Nothing is claimed for it until ops.resume(). Messages in flight are completed. Raises TK020 for an unknown topic or destination.';
