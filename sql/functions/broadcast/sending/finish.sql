create or replace function broadcast.finish(p_broadcast broadcast.broadcasts) returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from broadcast.recipients as r where r.broadcast_id = p_broadcast.id and r.task is not null)
    or p_broadcast.status = 'sending' and exists (
      select
      from broadcast.recipients as r
      where r.broadcast_id = p_broadcast.id and r.state = 'waiting' and r.task is null
    )
    or exists (
      select
      from broadcast.recipients as r
      where r.broadcast_id = p_broadcast.id and r.state = 'sent' and r.task is null and r.message_id is not null
        and r.version < case p_broadcast.status when 'deleting' then 2147483647 else p_broadcast.version end
    )
  then
    return false;
  end if;
  update broadcast.broadcasts as b
  set
    status = case
      when b.status = 'deleting' then 'deleted'
      when b.cancelled_at is not null then 'cancelled'
      else 'finished'
    end,
    ended_at = coalesce(b.ended_at, app.now())
  where b.id = p_broadcast.id and b.status in ('sending', 'deleting');
  perform broadcast.show_progress(p_broadcast.id);
  return true;
end
$$;
comment on function broadcast.finish(broadcast.broadcasts) is
  'Ends a broadcast if nothing of it waits and nothing is on its way. Returns whether it is over.';
