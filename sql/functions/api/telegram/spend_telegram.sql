create or replace function api.spend_telegram(
  p_calls integer, p_patience double precision, out granted boolean, out wait double precision
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  select s.granted, s.wait into granted, wait from outbox._spend_answer(p_calls, p_patience) as s;
end
$$;
comment on function api.spend_telegram(integer, double precision) is
  'Takes how many messages an answer counts for (0 for calls that Telegram does not count) and how many seconds it can wait. Returns granted: whether it may call; and wait: the seconds until it may call, or when not granted, the seconds until it should ask again. While Telegram bans the bot nothing is granted. An operator''s pause of notices does not stop answers.';
