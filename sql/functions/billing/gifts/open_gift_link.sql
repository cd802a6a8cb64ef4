-- What a link opens is decided here and nowhere else. A wrong code, one of a gift that is gone, and any code after too
-- many wrong ones leave the same trace: nothing more is open. Codes have 192 bits, so guessing is hopeless; the limits
-- make it also cheap to refuse. When everybody together guesses too much, links still open for those who never guessed.
--
-- What was opened before stays open while it can be taken, where the new link opens nothing that can: a link that was
-- cut off when it was forwarded takes no gift away.
create or replace function billing.open_gift_link(p_user_id bigint, p_code text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_hash constant text := billing.gift_code_hash(p_code);
  v_before constant billing.gifts := billing.opened_gift(p_user_id);
  v_wrong integer;
  v_wrong_of_all bigint;
begin
  select g.wrong into v_wrong
  from billing.gift_guesses as g
  where g.user_id = p_user_id and g.since > app.now() - interval '24 hours';
  select coalesce(sum(g.wrong), 0) into v_wrong_of_all
  from billing.gift_guesses as g
  where g.since > app.now() - interval '1 hour';

  if exists (select from billing.gift_codes as c where c.code_hash = v_hash)
    and coalesce(v_wrong, 0) < app.setting('gift_attempts')::integer
    and (v_wrong is null or v_wrong_of_all < app.setting('gift_attempts_of_all')::integer)
  then
    insert into app.start_links (user_id, kind, code, came_at)
    select p_user_id, 'gift', v_hash, app.now()
    from billing.gift_codes as c
    join billing.gifts as g on g.id = c.gift_id
    where c.code_hash = v_hash and (billing.may_be_taken(g) or not billing.may_be_taken(v_before))
    on conflict (user_id, kind) do update set code = excluded.code, came_at = excluded.came_at;
  else
    insert into billing.gift_guesses as g (user_id, since, wrong)
    values (p_user_id, app.now(), 1)
    on conflict (user_id) do update
    set
      wrong = case when v_wrong is null then 1 else least(g.wrong + 1, 1000000) end,
      since = case when v_wrong is null then excluded.since else g.since end;
  end if;
end
$$;
comment on function billing.open_gift_link(bigint, text) is
  'Remembers that a user opened the link of a gift (app.start_links), by the code in it. One that can be taken is remembered until another one is opened that can. For an invalid code, only counts the attempt. After as many invalid codes as the settings gift_attempts and gift_attempts_of_all say, it does so for any code.';
