-- What a link opens is decided here and nowhere else. A wrong code, one of a gift that is gone, and any code after too
-- many wrong ones leave the same trace: nothing is open. Codes have 192 bits, so guessing is hopeless; the limits make
-- it also cheap to refuse. When everybody together guesses too much, links still open for those who never guessed.
create or replace function billing.open_gift_link(p_user_id bigint, p_code text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_hash constant text := billing.gift_code_hash(p_code);
  v_wrong integer;
  v_wrong_of_all bigint;
begin
  select g.wrong into v_wrong
  from billing.gift_guesses as g
  where g.user_id = p_user_id and g.since > app.now() - interval '24 hours';
  select coalesce(sum(g.wrong), 0) into v_wrong_of_all
  from billing.gift_guesses as g
  where g.since > app.now() - interval '1 hour';
  delete from app.start_links as l where l.user_id = p_user_id and l.kind = 'gift';

  if exists (select from billing.gift_codes as c where c.code_hash = v_hash)
    and coalesce(v_wrong, 0) < app.setting('gift_attempts')::integer
    and (v_wrong is null or v_wrong_of_all < app.setting('gift_attempts_of_all')::integer)
  then
    insert into app.start_links (user_id, kind, code, came_at) values (p_user_id, 'gift', v_hash, app.now());
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
  'Remembers that a user opened the link of a gift (app.start_links), by the code in it. For an invalid code, only counts the attempt. After as many invalid codes as the settings gift_attempts and gift_attempts_of_all say, it does so for any code.';
