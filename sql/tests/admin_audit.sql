-- Every action of the admin menu is recorded, under the admin's name and with his reason.
begin;
select plan(6);

\ir fixtures/clock.psql
update app.settings as s set value = d.value::jsonb
from (values ('currency', '"XTS"'), ('topup_min', '{"XTS": 1}'), ('support_chat', 'null')) as d (name, value)
where s.name = d.name;
update app.flags set enabled = true where name in ('purchases', 'topups', 'expiry', 'auto_renewal', 'withdrawals');
\set price 3000
\ir fixtures/plan.psql
update vpn.panels set enabled = false;
insert into vpn.panels (code, kind, base_url) values ('tap_a', 'remnawave', 'http://a');
\set people 4
\ir fixtures/people.psql
update app.users set role = case when id = (select id from people where telegram_id = -1) then 'owner' end;
-- Ann (2) has a subscription, bought with a code, and a device. Bob (3) may withdraw. Cid (4) is on the blacklist.
select ops.create_code('TAPCODE', 'percent', 10, 'for tests');
do $$ begin perform billing.receive_payment(pg_temp.who(2), 'tap', 'tap-charge-1', null, 3000, 'XTS'); end $$;
select api.enter_promo(-2, 'TAPCODE');
create temporary table bought as
select w.outcome
from billing.offers as f, lateral api.open_order(-2, f.price_id) as o,
  lateral api.pay_from_balance(-2, o.order_token) as w
where f.plan_id = (select p.id from billing.plans as p where p.code = 'tap');
create temporary view mine as select s.* from billing.subscriptions as s where s.user_id = pg_temp.who(2);
create function pg_temp.sub() returns bigint language sql as $$ select id from mine $$;
do $$ begin
  perform vpn.applied(
    a.id::text, '{}', jsonb_build_object('generation', d.generation, 'present', true, 'link', 'vless://x')
  )
  from vpn.access as a join vpn.desired as d using (subscription_id) join mine as m on m.id = subscription_id;
  insert into vpn.panel_states (panel_id, capabilities, probe_at, scan_at)
  select p.id, array['devices'], app.now(), app.now() from vpn.panels as p where p.code = 'tap_a'
  on conflict (panel_id) do update set capabilities = excluded.capabilities;
  insert into vpn.drift (panel_id, account, access_id, difference, state, since, seen_at)
  select a.panel_id, a.key, a.id, 'missing', 'held', app.now(), app.now() from vpn.access as a
  where a.subscription_id = pg_temp.sub();
  update vpn.panel_states as t set version = '9.9.9' from vpn.panels as p where p.id = t.panel_id and p.code = 'tap_a';
  insert into vpn.panels (code, kind, base_url) values ('tap_b', 'remnawave', 'http://b');
  perform vpn.ask_devices(vpn.device_accesses(pg_temp.sub()));
  perform vpn.keep_devices(a.id, '[{"id": "d1", "name": "Pixel"}]') from vpn.access as a where a.subscription_id = pg_temp.sub();
  perform billing.receive_payment(null, 'tap', 'tap-charge-2', null, 900, 'XTS');
  perform billing.receive_payment(pg_temp.who(3), 'tap', 'tap-charge-3', null, 500, 'XTS');
  perform ops.payout((select p.id from billing.payments as p where p.external_id = 'tap-charge-3'), 'back', 200);
  perform ops.block_user(pg_temp.who(4), 'spam');
  perform ops.pause('vpn', 'moved', 'tap_a');
  perform ops.announce('News', 'all', p_test_to => -1);
  update broadcast.contents set tested_at = app.now();
  insert into outbox.dead_letters (id, topic, destination, lane, priority, kind, payload, enqueued_at, attempts, dropped, reason)
  values (-1, 'vpn', 'tap_a', 'tap', 'notice', 'vpn.apply', '{}', now(), 1, false, 'attempts');
  insert into jobs.parked (job, row_id, sqlstate, error) values ('renew_due', -1, 'XX000', 'tap');
  perform outbox.declare_requisites_keys(array['00112233445566aa']);
  update app.settings set value = '"RUB"' where name = 'currency';
  perform ledger.post('referral_reward', 'tap', array[
    (ledger.account(null, 'referral_expense', 'RUB'), -200000)::ledger.leg,
    (ledger.account(pg_temp.who(3), 'referral', 'RUB'), 200000)::ledger.leg
  ]);
  perform api.choose_withdrawal_amount(-3, 120000);
  perform api.choose_withdrawal_way(-3, 'card', '00112233445566aa');
  perform api.keep_requisites(-3, '\x5ea1ed', '00112233445566aa', '•4444');
  perform api.request_withdrawal(
    -3, (select d.token from billing.withdrawal_drafts as d where d.user_id = pg_temp.who(3)), '00112233445566aa'
  );
  update app.settings set value = '"XTS"' where name = 'currency';
end $$;
create function pg_temp.withdrawal() returns bigint
language sql
as $$ select w.id from billing.withdrawals as w where w.user_id = pg_temp.who(3) $$;
create function pg_temp.charge(p_external_id text) returns bigint
language sql
as $$ select p.id from billing.payments as p where p.external_id = p_external_id $$;
create function pg_temp.announced() returns bigint language sql as $$ select max(id) from broadcast.broadcasts $$;

-- One call for each action, as a customer, a shop and an admin could be. $why: the reason.
create temporary table actions (name text, call text);
insert into actions values
  ('compare_broadcast', 'pg_temp.announced(), 50, 3, $why'),
  ('start_broadcast', 'pg_temp.announced(), ''1999-01-01'', $why'),
  ('steer_broadcast', 'pg_temp.announced(), ''cancel'', $why'),
  ('write_broadcast', 'pg_temp.announced(), ''a'', ''any'', ''Better'', null, null, null, $why'),
  ('add_plan', '''tap_plan'', ''{"title": {"en": "Family"}}'', $why'),
  ('change_price', '''tap'', 30, ''day'', 4000, null, null, null, $why'),
  ('edit_plan', '''tap'', ''{"device_limit": 8}'', $why'),
  ('retire_plan', '''tap'', true, $why'),
  ('request_export', '''customers'', null, null, ''en'', $why, gen_random_uuid()'),
  ('make_admin', 'pg_temp.who(2), ''support'', $why'),
  ('block', 'pg_temp.who(2), $why, true'),
  ('unblock', 'pg_temp.who(4), $why, true'),
  ('erase', 'pg_temp.who(4), $why'),
  ('cancel', 'pg_temp.who(2), $why, true, gen_random_uuid()'),
  ('change_end', 'pg_temp.who(2), ''1996-03-20'', $why, true, gen_random_uuid()'),
  ('grant_time', 'pg_temp.who(2), 1, ''day'', $why, true, gen_random_uuid()'),
  ('revoke', 'pg_temp.who(2), $why, true, gen_random_uuid()'),
  ('set_auto_renew', 'pg_temp.who(2), false, $why, true, gen_random_uuid()'),
  ('credit', 'pg_temp.who(2), 100, $why, true, gen_random_uuid(), false'),
  ('debit', 'pg_temp.who(2), 100, $why, true, gen_random_uuid()'),
  ('refund', 'pg_temp.who(2), pg_temp.sub(), 1, 500, ''balance'', $why, true, gen_random_uuid(), false'),
  ('payout', 'pg_temp.charge(''tap-charge-3''), 100, $why, true, gen_random_uuid()'),
  ('settle_refund', '(select r.refund_id from admin.refunds_to_send(-1, 0, 1) as r), ''sent'', $why'),
  ('reverse_charge', '(select c.transfer_id from admin.statement(-1, pg_temp.who(2), ''en'', 0, 99) as c
    where c.is_charge), $why, true, gen_random_uuid()'),
  ('assign_suspense', 'pg_temp.charge(''tap-charge-2''), pg_temp.who(2), $why'),
  ('return_suspense', 'pg_temp.charge(''tap-charge-2''), $why'),
  ('move_access', 'pg_temp.sub(), ''tap_a'', ''tap_b'', $why'),
  ('reissue', 'pg_temp.sub(), $why'),
  ('resend_access', 'pg_temp.sub(), $why'),
  ('unbind_device', 'pg_temp.sub(), null, $why'),
  ('return_code_use', 'pg_temp.who(2), ''TAPCODE'', $why'),
  ('set_discount', 'pg_temp.who(2), 20, null, $why'),
  ('set_referrer', 'pg_temp.who(2), pg_temp.who(3), $why'),
  ('set_vip', 'pg_temp.who(2), true, $why'),
  ('acknowledge_version', '''tap_a'', ''9.9.9'', $why'),
  ('add_panel', '''tap_c'', ''marzban'', ''https://c.example'', ''{}'', $why'),
  ('check_panel', '''tap_b'', $why'),
  ('drain_panel', '''tap_a'', true, $why'),
  ('edit_panel', '''tap_a'', ''{"weight": 3}'', $why'),
  ('reapply', '''tap_a'', $why'),
  ('reconcile_panel', '''tap_a'', $why'),
  ('reissue_keys', '''tap_a'', $why'),
  ('scan_panel', '''tap_a'', $why'),
  ('make_promo', 'gen_random_uuid(), null, ''{"code": "TAPNEW", "kind": "percent", "value": 10}'', $why'),
  ('retire_promo', '(select c.id from billing.promo_codes as c where c.code = ''TAPCODE''), $why'),
  ('discard', '''vpn.apply'', null, $why'),
  ('redrive', '''vpn.apply'', null, $why'),
  ('release_brake', '''unreachable'', $why'),
  ('resume', '(select d.id from outbox.destinations as d where (d.topic, d.name) = (''vpn'', ''tap_a'')), $why'),
  ('unpark_all', '''renew_due'', $why'),
  ('set_incident', '''en'', ''We fix it'', $why'),
  ('clear_incident', '$why'),
  ('edit_notice_rule', '''ending'', ''{"after": "-4 days"}'', $why'),
  ('set_provider', '(select p.name from billing.providers as p where p.enabled order by p.position limit 1),
    false, $why'),
  ('set_setting', '''trial_hours'', ''49'', $why'),
  ('set_text', '''help'', ''en'', ''Write to us'', $why'),
  ('act_on_withdrawal', 'pg_temp.withdrawal(), ''approve'', $why'),
  ('act_on_withdrawal', 'pg_temp.withdrawal(), ''reject'', $why'),
  -- Beside the registry of test 1: what takes another decision of the same action.
  ('set_discount', 'pg_temp.who(2), 20, null, $why'),
  ('set_vip', 'pg_temp.who(2), true, $why');
update app.settings set value = '{"en": "Down"}' where name = 'incident';

-- What a call recorded, which is taken back.
create function pg_temp.recorded(p_name text, p_call text) returns text
language plpgsql
as $$
declare
  v_before constant bigint := coalesce((select max(a.id) from app.audit as a), 0);
  v_why constant text := 'why ' || p_name;
  v_found text;
begin
  begin
    execute format('select admin.%I(-1, %s)', p_name, replace(p_call, '$why', quote_literal(v_why)));
    select string_agg(distinct case
      when a.actor <> format('admin:%s', pg_temp.who(1)) then 'by ' || a.actor
      when a.reason is distinct from v_why then format('%s: %s', a.action, coalesce(a.reason, 'no reason'))
      else 'recorded'
    end, ', ') into v_found
    from app.audit as a
    where a.id > v_before and a.actor !~ '^(job|system)';
    raise exception using errcode = 'TK999', message = coalesce(v_found, 'nothing');
  exception
    when others then
      return case sqlstate when 'TK999' then sqlerrm else sqlstate || ' ' || sqlerrm end;
  end;
end
$$;

create temporary view asked as
select p.proname::text as name
from pg_proc as p
where p.pronamespace = 'admin'::regnamespace and p.proargnames @> '{p_reason}';
select is_empty(
  'select name from asked except select name from actions', 'each action that takes a reason is tried here'
);
-- Those that only tell, or keep what is the admin's own, or are recorded without a reason: what is said to somebody.
select is_empty(
  $$select p.proname from pg_proc as p
    where p.pronamespace = 'admin'::regnamespace and not 'p_reason' = any (p.proargnames) and p.prosrc ~ '\m(ops|broadcast)\.\w+\('
      and p.prosrc ~ 'perform (ops|broadcast|billing|vpn)\.|return (ops|broadcast|billing|vpn)\.'
      and p.proname not in ('draft_broadcast', 'test_broadcast', 'write_to')$$,
  'and none changes the shop without one'
);
select is_empty(
  $$select a.name, a.call, pg_temp.recorded(a.name, a.call) from actions as a
    where pg_temp.recorded(a.name, a.call) <> 'recorded'$$,
  'each is recorded under the name of the admin, with his reason, and with no other'
);

-- What ends what began
select ops.set_discount(pg_temp.who(2), 15, 'a friend'), ops.set_vip(pg_temp.who(3), 'a friend');
select is(
  pg_temp.recorded('set_discount', 'pg_temp.who(2), null, null, $why'), 'recorded', 'a discount that ends, too'
);
select is(pg_temp.recorded('set_vip', 'pg_temp.who(3), false, $why'), 'recorded', 'and a VIP who is none any more');
select admin.act_on_withdrawal(-1, pg_temp.withdrawal(), 'approve', 'known'),
  admin.act_on_withdrawal(-1, pg_temp.withdrawal(), 'show');
select is(
  pg_temp.recorded('act_on_withdrawal', 'pg_temp.withdrawal(), ''failed'', $why'), 'recorded',
  'and a withdrawal that failed'
);

select * from finish();
rollback;
