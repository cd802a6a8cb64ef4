-- Undoes ops.pause, and does not wait for a breaker or a Retry-After either: who calls it knows that the
-- other side is back.
create or replace function ops.resume(p_topic text)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform outbox._hurry_denied(p_topic);
  update outbox.topics as t
  set paused_until = null, pause_reason = null, failures = 0, retry_at = null
  where t.name = p_topic;
  if not found then
    raise exception using
      errcode = 'TK020',
      message = format('there is no topic %L', p_topic),
      hint = 'select topic from ops.outbox';
  end if;
  perform pg_notify('outbox_' || p_topic, '');
end
$$;
comment on function ops.resume(text) is
  'Takes a topic; ends its pause, closes its breaker and wakes its consumers. Raises TK020 for an unknown topic.';
