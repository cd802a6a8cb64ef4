-- A throw whose message is gone was dropped, because the user could not be reached: it did not happen.
create or replace function billing.game_of(
  p_user_id bigint, out outcome text, out next_turn_at timestamptz, out stuck_id bigint
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_sending billing.throws;
begin
  select t.* into v_sending from billing.throws as t where t.user_id = p_user_id and t.status = 'sending';
  if v_sending.id is not null and not exists (
    select
    from outbox.messages as m
    join app.telegram_identities as i on i.user_id = p_user_id and i.telegram_id::text = m.lane
    where m.topic = 'telegram' and m.priority = 'answer' and m.id = v_sending.outbox_id
  ) then
    stuck_id := v_sending.id;
  end if;
  select max(t.next_turn_at) into next_turn_at
  from billing.throws as t
  where t.user_id = p_user_id and t.status = 'thrown';
  outcome := case
    when not app.flag('game') then 'switched_off'
    when app.is_blocked(p_user_id) then 'blocked'
    when v_sending.id is not null and stuck_id is null then 'rolling'
    when (billing.player_of(p_user_id)).id is null then 'not_a_subscriber'
    when next_turn_at > app.now() then 'not_yet'
    else 'open'
  end;
end
$$;
comment on function billing.game_of(bigint) is
  'Whether a user may throw now. outcome: open, not_yet (before next_turn_at, UTC, null for who never threw), rolling (a throw is on its way), not_a_subscriber (no paid subscription runs), blocked or switched_off. stuck_id: a throw that was dropped before it was sent.';
