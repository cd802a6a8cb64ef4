-- A shop with a few customers, whose days are told: what docs/dba.md shows is read from it. Run by a superuser in a
-- migrated database of its own; business time stands still there, at the end of the story.
--
--   1 @ann    tried, bought, was renewed by itself, wrote to support
--   2 @bob    bought once, and had no money for more: his access ended
--   3 @cid    tried and left: his Telegram account is gone
--   4 @eve    bought Plus at a panel that is being moved

create or replace function app.now() returns timestamptz
language sql
stable
as $$ select coalesce(nullif(current_setting('test.now', true), ''), '2027-03-01 09:00:00+00')::timestamptz $$;
set role tickover_owner;
update app.settings set value = '"UTC"' where name = 'timezone';
update outbox.topics set lane_spacing = '0', rate = 100000, burst = 100000;
insert into vpn.panels (code, kind, base_url, country, enabled) values ('de', 'xray-api', 'http://panel', 'DE', false);
-- However slow the machine is: nothing is overdue.
update jobs.jobs set scheduled_at = clock_timestamp() + interval '1 day';
reset role;

create function pg_temp.at(p_at timestamptz) returns text
language sql
as $$ select set_config('test.now', p_at::text, false) $$;
create function pg_temp.comes(p_telegram_id bigint, p_name text) returns void
language sql
as $$
  select from api.start(p_telegram_id, sha256(p_name::bytea), p_name, initcap(p_name), 'en');
$$;
create function pg_temp.pays(p_telegram_id bigint, p_charge text, p_amount bigint) returns void
language sql
as $$ select from inbox._book_payment(p_telegram_id, 'stripe', p_charge, null, p_amount, 'RUB') $$;
create function pg_temp.buys(p_telegram_id bigint, p_plan text) returns void
language sql
as $$
  select p.outcome
  from billing.current_prices as r
  join billing.plans as l on l.id = r.plan_id and l.code = p_plan
  cross join lateral api.open_order(p_telegram_id, r.price_id) as o
  cross join lateral api.pay_from_balance(p_telegram_id, o.order_token) as p
  where r.currency = 'RUB' and r.period_count = 30
$$;
-- The listener: what is sent arrives, but at p_without and in the chat p_gone.
create function pg_temp.listen(p_topic text, p_without text[] default null, p_gone text default null) returns void
language plpgsql
as $$
declare
  v_claimed jsonb;
  v_message jsonb;
begin
  loop
    v_claimed := outbox.claim(p_topic, 100, p_without);
    exit when v_claimed -> 'messages' = '[]' or v_claimed -> 'messages' is null;
    for v_message in select m from jsonb_array_elements(v_claimed -> 'messages') as m
    loop
      if v_message ->> 0 = p_gone then
        perform outbox.bury(
          p_topic, p_gone, (v_message ->> 1)::bigint, (v_claimed ->> 'token')::bigint, 'rejected',
          'Telegram: 400 Bad Request: message text is empty'
        );
      else
        perform outbox.ack(
          p_topic, array[v_message ->> 0], array[(v_message ->> 1)::bigint], array[(v_claimed ->> 'token')::bigint],
          array[
            case when p_topic = 'vpn' then jsonb_build_object(
              'generation', v_message -> 3 -> 'generation', 'present', v_message -> 3 -> 'present',
              'links', '["vless://sandbox"]'::jsonb
            ) end
          ]
        );
      end if;
    end loop;
  end loop;
end
$$;
-- What pg_cron starts.
create function pg_temp.jobs_run(variadic p_jobs text[]) returns void
language plpgsql
as $$
declare
  v_job text;
  v_run bigint;
  v_step jobs.step;
begin
  foreach v_job in array p_jobs
  loop
    v_run := jobs.start_run(v_job);
    loop
      execute format('select s.done, s.parked, s.more from jobs.%I(1000) as s', v_job) into v_step;
      perform jobs.record_batch(v_run, v_step);
      exit when v_step.more is not true;
    end loop;
    perform jobs.finish_run(v_run);
  end loop;
end
$$;
create function pg_temp.days_pass(p_until timestamptz) returns void
language plpgsql
as $$
declare
  v_now timestamptz;
begin
  for v_now in select generate_series(app.now(), p_until, '6 hours')
  loop
    perform pg_temp.at(v_now);
    perform pg_temp.jobs_run('renew_due', 'expire_due', 'begin_due', 'notify_due', 'settle_rewards');
    perform pg_temp.listen('vpn', '{de}'), pg_temp.listen('telegram');
  end loop;
  perform pg_temp.at(p_until);
end
$$;

select pg_temp.at('2027-01-10 09:00+00');
select pg_temp.comes(501, 'ann'), (select outcome from api.start_trial(501));
select pg_temp.days_pass('2027-01-12 18:20+00');
select pg_temp.pays(501, 'pi_1', 50000), pg_temp.buys(501, 'basic');
select pg_temp.days_pass('2027-01-14 10:00+00');
select pg_temp.comes(502, 'bob');
select pg_temp.pays(502, 'pi_2', 14900), pg_temp.buys(502, 'basic');
select pg_temp.days_pass('2027-01-20 11:30+00');
set session authorization tickover_operator;
select ops.refund(1, 2, 'slow in the evenings', p_amount => 5000);
reset session authorization;
select outcome from api.write_ticket(
  501, 'access', '00000000-0000-4000-8000-000000000001', 17, 'text', 'It is slow in the evenings.'
);
select pg_temp.days_pass('2027-02-24 08:00+00');
select pg_temp.comes(503, 'cid'), (select outcome from api.start_trial(503));
select pg_temp.days_pass('2027-03-01 06:00+00');
update vpn.panels set enabled = code = 'de';
select pg_temp.comes(504, 'eve'), pg_temp.pays(504, 'pi_3', 29900), pg_temp.buys(504, 'plus');
update vpn.panels set enabled = true;
set session authorization tickover_operator;
select ops.pause('vpn', 'it moves to another house', 'de');
reset session authorization;
select pg_temp.pays(null, 'pi_4', 39900);
select app.notify(3, 'credited-by-hand', '{"amount": {"money": 100, "currency": "RUB"}, "reason": "sorry"}');
select pg_temp.listen('telegram', null, '503');
select pg_temp.at('2027-03-01 09:00+00');
select outbox.heartbeat('00000000-0000-4000-8000-00000000000b', 'shop-1', 4101, '0.9.0', '{}');
select inbox.heartbeat('00000000-0000-4000-8000-00000000000a', 'shop-1', 4100, '0.9.0', '{}');
select pg_temp.jobs_run(variadic array(
  select j.name from jobs.jobs as j where j.name not in ('purge_cron_history', 'watch_jobs') order by j.position
) || '{watch_jobs}'::text[]);
select pg_temp.listen('vpn', '{de}'), pg_temp.listen('telegram');
-- The bot has redrawn what was open.
update outbox.lanes set ready_at = clock_timestamp() + interval '1 day' where topic = 'inbox';
