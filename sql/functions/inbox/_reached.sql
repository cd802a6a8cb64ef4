-- Whoever writes or taps can be written to: the mark that a refusal left is taken away by the first sign of life.
-- The index holds the marked ones alone, and who is locked by somebody else waits for his next sign.
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
  'Takes people who have just done something in their private chat: they are not unreachable any more.';
