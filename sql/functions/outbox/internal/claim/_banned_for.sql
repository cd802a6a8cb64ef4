-- An operator pauses notices without a limit; such a pause stops no answer.
create or replace function outbox._banned_for() returns double precision
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce((
    select extract(epoch from max(d.paused_until) - clock_timestamp())::double precision
    from outbox.topics as t
    join outbox.destinations as d on d.topic = t.name
    where t.calls = 'telegram' and d.name = 'main'
      and d.paused_until > clock_timestamp() and d.paused_until < 'infinity'
  ), 0.0::double precision);
end
$$;
comment on function outbox._banned_for() is 'For how many seconds Telegram bans the bot; 0 while it does not.';
