-- Notices to several people in one transaction are enqueued together, so that their lanes are locked in order.
create or replace function app.notify_all(p_notices jsonb[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform outbox.enqueue_batch(
    'telegram.notice',
    array_agg(t.telegram_id::text order by n.position),
    array_agg(n.notice order by n.position),
    null,
    array_agg(app.notice_until(null)),
    array_agg(app.notice_priority(n.notice) order by n.position)
  )
  from unnest(p_notices) with ordinality as n (notice, position)
  join app.telegram_identities as t on t.user_id = (n.notice ->> 'user_id')::bigint
  where t.unreachable_since is null
  having count(*) > 0;
end
$$;
comment on function app.notify_all(jsonb[]) is
  'Enqueues notices (see app.notice) in the lanes of their users'' chats, in order. Skips users who are unreachable.';
