-- Answers to taps go to Telegram directly, but Telegram has one limit for all messages of a bot. So answers spend
-- from the bucket of the bot's destination in the topic telegram. Answers go first: an answer may overdraw the bucket
-- as long as everything sent at once stays within a second's worth, and the outbox waits until the bucket has filled
-- again.
--
-- An answer that has to wait has reserved its tokens, so it asks only once. An answer that would wait longer than its
-- patience reserves nothing and asks again later.
create or replace function outbox._spend_answer(
  p_calls integer, p_patience double precision, out granted boolean, out wait double precision
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_topic outbox.topics;
  v_bot outbox.destinations;
  v_now timestamptz;
  v_tokens double precision;
begin
  -- Losing this update in a crash costs at most a second of the limit. A synchronous commit would make each answer
  -- wait for the disk.
  perform set_config('synchronous_commit', 'off', true);
  wait := outbox._banned_for();
  if wait > 0 then
    granted := false;
    return;
  end if;

  granted := true;
  wait := 0;
  if p_calls > 0 then
    select t.* into strict v_topic from outbox.topics as t where t.name = 'telegram';
    select d.* into strict v_bot
    from outbox.destinations as d
    where d.topic = 'telegram' and d.name = 'main'
    for no key update;
    v_bot.rate := coalesce(v_bot.rate, v_topic.rate);
    v_bot.burst := coalesce(v_bot.burst, v_topic.burst);
    v_now := clock_timestamp();
    v_tokens := outbox._tokens(v_bot, v_now) - p_calls;
    wait := coalesce(greatest(((v_bot.burst - v_bot.rate) - v_tokens) / v_bot.rate, 0), 0);
    granted := wait <= p_patience;
    if granted and v_bot.rate is not null then
      update outbox.destinations as d set tokens = v_tokens, tokens_at = v_now where d.id = v_bot.id;
    end if;
  end if;
end
$$;
comment on function outbox._spend_answer(integer, double precision) is
  'Takes how many messages an answer counts for (0 for calls that Telegram does not count) and how many seconds it can wait. Returns granted: whether it may call; and wait: the seconds until it may call, or when not granted, the seconds until it should ask again. While Telegram bans the bot nothing is granted. An operator''s pause of notices does not stop answers.';
