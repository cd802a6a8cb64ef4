-- Undoes ops.pause, and also ends the wait for a breaker or a Retry-After: the operator who calls it knows that the
-- other side is back.
create or replace function ops.resume(p_topic text, p_destination text default null)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_known boolean;
begin
  perform outbox._hurry_denied(p_topic, p_destination);
  if p_destination is null then
    update outbox.topics as t set paused_until = null, pause_reason = null where t.name = p_topic;
    v_is_known := found;
  end if;
  update outbox.destinations as d
  set paused_until = null, pause_reason = null, failures = 0, retry_at = null
  from (
    select o.id from outbox.destinations as o
    where o.topic = p_topic and (p_destination is null or o.name = p_destination)
    order by o.id
    for no key update
  ) as h
  where d.id = h.id;
  if not coalesce(v_is_known, found) then
    raise exception using
      errcode = 'TK020',
      message = format('there is no topic %L', concat_ws(':', p_topic, p_destination)),
      hint = 'select topic, destination from ops.outbox';
  end if;
  insert into app.audit (at, actor, action, subject, subject_key, reason)
  values (
    app.now(), app.actor(), 'destination.resumed', 'destination', concat_ws(':', p_topic, p_destination),
    nullif(current_setting('tickover.reason', true), '')
  );
  perform pg_notify('outbox_' || p_topic, '');
end
$$;
comment on function ops.resume(text, text) is
  'Takes a topic and one of its destinations, null for all. Ends its pause, closes its breaker and wakes its consumers. A pause of the whole topic ends only when no destination is named. Raises TK020 for an unknown topic or destination.';
