-- The bot checks every few minutes where Telegram sends updates. A result older than ten minutes counts as unknown.
create or replace function outbox._telegram_pulse(out ok boolean, out detail text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    coalesce(l.problem is null and l.fresh, false),
    case
      when l.looked_at is null then 'nobody has looked yet'
      when not l.fresh then 'not looked at since ' || to_char(l.looked_at at time zone 'UTC', 'DD Mon HH24:MI "UTC"')
      else coalesce(l.problem, 'updates come here')
    end
  from (select) as always
  left join (
    select
      k.looked_at, k.problem,
      k.looked_at between clock_timestamp() - interval '10 minutes' and clock_timestamp() as fresh
    from outbox.telegram_look as k
  ) as l on true
$$;
comment on function outbox._telegram_pulse() is
  'Whether Telegram sends its updates to this bot, as the bot saw it within the last ten minutes; and what is wrong.';
