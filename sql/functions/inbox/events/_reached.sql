-- A person who writes or taps can be reached: the first sign of life clears the mark that a refused send left. The
-- index contains only marked people. If another transaction holds the row, the next sign of life clears the mark.
create or replace function inbox._reached(p_telegram_ids bigint[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update app.telegram_identities as i
  set unreachable_since = null
  from (
    select m.user_id
    from app.telegram_identities as m
    where m.telegram_id = any (p_telegram_ids) and m.unreachable_since is not null
    order by m.user_id
    for no key update skip locked
  ) as marked
  where i.user_id = marked.user_id;
end
$$;
comment on function inbox._reached(bigint[]) is
  'Takes the Telegram ids of people who have just done something in their private chat, and clears their mark as unreachable.';
