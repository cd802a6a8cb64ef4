-- A refusal may have been a fault of Telegram's or of ours, and who never writes gives no sign of life. So a mark is
-- believed for a day: then what happened meanwhile is told, and a refusal marks again.
create or replace function app.retry_unreachable(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_unmarked integer;
begin
  update app.telegram_identities as i
  set unreachable_since = null, updated_at = app.now()
  from (
    select m.user_id
    from app.telegram_identities as m
    where m.unreachable_since <= app.now() - interval '1 day'
      and (
        exists (
          select
          from billing.subscriptions as s
          where s.user_id = m.user_id and (s.status = 'active' or s.expires_at >= m.unreachable_since)
        )
        or exists (select from ledger.accounts as a where a.user_id = m.user_id and a.balance > 0)
      )
    order by m.user_id
    limit p_limit
    for no key update skip locked
  ) as marked
  where i.user_id = marked.user_id;
  get diagnostics v_unmarked = row_count;
  perform app.notify_missed(p_limit);
  return v_unmarked;
end
$$;
comment on function app.retry_unreachable(integer) is
  'Takes the maximum number of people. Clears marks as unreachable that are older than a day, of people who have, or had when they were marked, a subscription or money here; and tells those who can be reached again what they missed (app.notify_missed). Returns how many marks it cleared.';
