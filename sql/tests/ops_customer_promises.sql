-- What customers were promised: a life in which all of it is kept, and each promise broken on purpose, past whatever
-- keeps it, and seen to be broken.
begin;
set local client_min_messages = warning;
select plan(80);

\ir fixtures/clock.psql
select set_config('test.now', '1996-01-31 12:00:00+00', true);
\ir fixtures/sent.psql
-- Until then, what waited has been sent.
create function pg_temp.sent_until(p_time text) returns void
language sql
as $$ select pg_temp.send(), set_config('test.now', p_time, true) $$;

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '"tap"' where name = 'trial_plan';
update app.settings set value = '72' where name = 'trial_hours';
update app.settings set value = '24' where name = 'grace_hours';
update app.settings set value = '{"XTS": 50}' where name = 'topup_min';
update app.settings set value = '"-infinity"' where name = 'promises_since';
update app.flags set enabled = true
where name in ('trials', 'purchases', 'topups', 'expiry', 'auto_renewal', 'reminders');
delete from outbox.dead_letters;
insert into billing.plans (code, title, benefits) values ('tap', '{"en": "Tap"}', '{"en": "For tests"}');
insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, 30, 'day', a.amount, 'XTS', a.valid
from (
  values (60, tstzrange('1990-01-01', '1991-01-01')), (100, tstzrange('1991-01-01', null))
) as a (amount, valid)
join billing.plans as p on p.code = 'tap';
\ir fixtures/panel.psql

\set people 4
\ir fixtures/people.psql
\ir fixtures/offers.psql
create temporary view mine as
select p.telegram_id, s.* from billing.subscriptions as s join people as p on p.id = s.user_id;
create function pg_temp.sub(p_who bigint) returns bigint
language sql
as $$ select m.id from mine as m where m.telegram_id = p_who $$;
create function pg_temp.pay(p_who bigint, p_amount bigint) returns void
language sql
as $$ select inbox._book_payment(p_who, 'tap', gen_random_uuid()::text, null, p_amount, 'XTS') $$;
-- What the panel would have said by now.
create function pg_temp.delivered() returns void
language sql
as $$
  update vpn.access as a
  set applied_generation = (select d.generation from vpn.desired as d where d.subscription_id = a.subscription_id),
  applied_at = app.now()
  from mine as m
  where m.id = a.subscription_id
$$;
-- The jobs at each of their times of a period that ends at p_end.
create function pg_temp.live(p_end timestamptz) returns void
language plpgsql
as $$
begin
  for i in 0..6 loop
    perform pg_temp.sent_until((p_end + (array['-72 h', '-24 h', '-6 h', '-1 h', '0 h', '24 h', '25 h'])[i + 1]::interval)::text);
    perform billing.renew_batch(1000), billing.expire_batch(1000), billing.notify_batch(1000), pg_temp.delivered();
  end loop;
end
$$;
create function pg_temp.broken() returns text[]
language sql
as $$ select array_agg(p.name order by p.name) from ops.customer_promises as p where not p.ok $$;

-- Lives: one has money for three periods, one renews by hand, one is refunded, one does not know what he wants.
select pg_temp.pay(-1, 300);
select pg_temp.pay(-2, 300);
select pg_temp.pay(-3, 200);
select pg_temp.pay(-4, 200);
select is(api.start_trial(-1) is not null, true, 'a trial');
select pg_temp.delivered();
select is(array_agg(pg_temp.buy(p.telegram_id)), array['fulfilled', 'fulfilled', 'fulfilled', 'fulfilled'], 'four buy')
from people as p;
select is((select outcome from api.set_auto_renew(-2, false)), 'off', 'one of them wants to renew by hand');
select is((select outcome from api.set_language(-1, 'ru')), 'ok', 'another speaks Russian');
select pg_temp.delivered();
select is(pg_temp.broken(), null, 'all promises are kept');

select pg_temp.sent_until('1996-02-05 12:00:00+00');
select is(
  (select ops.refund(p.id, 1, 'he asked') ->> 'outcome' from people as p where p.telegram_id = -3), 'refunded',
  'one gets all of it back'
);
select is((select outcome from api.cancel(-4)), 'cancelled', 'one cancels');
select is((select outcome from api.resume(-4)), 'resumed', 'and takes it back');
select is((select outcome from api.cancel(-4)), 'cancelled', 'and cancels again');
select is(pg_temp.broken(), null, 'all promises are kept');

select pg_temp.live(m.ends_at) from mine as m where m.telegram_id = -2;
select pg_temp.live(m.ends_at) from mine as m where m.telegram_id = -1;
select is(
  (select array_agg(m.status order by m.telegram_id desc) from mine as m),
  array['active', 'expired', 'expired', 'expired'],
  'who renews by himself goes on'
);
select is(
  (select count(*) from billing.periods as p where p.subscription_id = pg_temp.sub(-1) and p.kind = 'paid'), 2::bigint,
  'a renewal was charged'
);
select is(pg_temp.broken(), null, 'all promises are kept');
select pg_temp.sent_until((app.now() + interval '30 hours')::text);
select is(pg_temp.broken(), null, 'also a day later');
select is(
  (select detail from ops.customer_promises where name = 'choices_stay'),
  'a choice is changed by its customer or an operator only, or as he was told',
  'and say what they promise'
);

\ir fixtures/alarms.psql
create temporary table tried (name text);
-- Does p_sql with all triggers and foreign keys off, looks, and takes it back.
-- What is broken of a promise after this was done, which is undone.
create function pg_temp.broken_by(p_promise text, p_sql text) returns text
language plpgsql
as $$
declare
  v_table regclass;
  v_detail text;
begin
  begin
    foreach v_table in array array[
      'billing.subscriptions', 'billing.periods', 'billing.prices', 'billing.refunds', 'billing.notices',
      'billing.orders', 'billing.payments', 'app.audit', 'app.users', 'vpn.access', 'vpn.desired',
      'outbox.dead_letters', 'billing.invoices', 'billing.payment_methods', 'app.notice_preferences'
    ]::regclass[]
    loop
      execute format('alter table %s disable trigger all', v_table);
    end loop;
    execute p_sql;
    perform jobs._run_check(p_promise);
    select a.detail into v_detail
    from ops.customer_promises as i
    join jobs.alarms as a on a.name = i.name and a.detail = i.detail
    where i.name = p_promise and not i.ok;
    raise exception using errcode = 'TAP00';
  exception when sqlstate 'TAP00' then
    null;
  end;
  return v_detail;
end
$$;
create function pg_temp.breaks(p_promise text, p_what text, p_sql text) returns text
language plpgsql
as $$
declare
  v_detail constant text := pg_temp.broken_by(p_promise, p_sql);
begin
  insert into tried values (p_promise);
  return ok(
    v_detail ~ '^\d+ broken: '
      and pg_temp.told_until_over(p_promise, v_detail, format('select jobs._run_check(%L)', p_promise)),
    format('%s: %s', p_promise, p_what)
  );
end
$$;

-- Access
select pg_temp.breaks('who_can_pay_keeps_access', 'ended with money on the balance',
  'update billing.subscriptions set auto_renew = true where id = pg_temp.sub(-2)');
select pg_temp.breaks('who_can_pay_keeps_access', 'nothing like it was on offer, and nobody told him',
  $$update billing.subscriptions set auto_renew = true where id = pg_temp.sub(-2);
    update billing.prices set valid = tstzrange('1991-01-01', '1996-02-01') where amount = 100 and currency = 'XTS'$$);
-- With 200 on the balance, at 250, and half of that for him.
create function pg_temp.with_a_discount(p_from interval) returns text
language sql
as $$
  select format(
    'update billing.subscriptions set auto_renew = true where id = pg_temp.sub(-2);
    update billing.prices set amount = 250 where amount = 100 and currency = ''XTS'';
    insert into billing.personal_prices (user_id, kind, percent, valid, reason)
    select s.user_id, ''vip'', 50, tstzrange(s.expires_at + %L, null), ''tap''
    from billing.subscriptions as s
    where s.id = pg_temp.sub(-2)',
    p_from
  )
$$;
select pg_temp.breaks('who_can_pay_keeps_access', 'ended with what his own price takes',
  pg_temp.with_a_discount('-1 day'));
select is(
  pg_temp.broken_by('who_can_pay_keeps_access', pg_temp.with_a_discount('1 hour')), null,
  'a discount that came later does not count'
);
select is(
  (
    select count(*)
    from ops.broken_promises as b
    where b.promise = 'who_can_pay_keeps_access' and b.subject ~ format('subscription %s ', pg_temp.sub(-4))
  ),
  0::bigint,
  'who cancelled is not among them'
);

-- Money that goes back
select pg_temp.breaks('refunds_are_not_taken_again', 'refunded, and renewed by itself after that',
  $$insert into billing.refunds (
      cause, user_id, subscription_id, period_number, amount, currency, status, transfer_id, actor, reason, created_at
    )
    select
      'request:tap', s.user_id, p.subscription_id, p.number, 100, 'XTS', 'done', p.transfer_id, 'operator:tap', 'tap',
      p.created_at + interval '1 day'
    from billing.periods as p join billing.subscriptions as s on s.id = p.subscription_id
    where s.id = pg_temp.sub(-1) and p.number = 2$$);
create function pg_temp.armed(p_more text) returns text
language sql
as $$
  select format(
    'update billing.subscriptions
      set status = ''active'', cancelled_at = null, renew_at = app.now(), expires_at = app.now() + interval ''1 day''
      where id = pg_temp.sub(-3);
    update billing.refunds set created_at = app.now() - interval ''1 day''
    where subscription_id = pg_temp.sub(-3); %s', p_more
  )
$$;
select pg_temp.breaks('refunds_are_not_taken_again', 'refunded, and to be renewed', pg_temp.armed(''));
select is(
  pg_temp.broken_by('refunds_are_not_taken_again', pg_temp.armed($$
    insert into app.audit (at, actor, action, subject, subject_id)
    values (app.now(), 'user:' || pg_temp.sub(-3), 'subscription.auto_renewal_on', 'subscription', pg_temp.sub(-3))
  $$)),
  null, 'unless he has switched it on since'
);
select pg_temp.breaks('refunds_are_not_taken_again', 'nor is an operator''s word about another one',
  pg_temp.armed($$
    insert into billing.operations (request, actor, action, user_id, arguments, reason, at)
    select gen_random_uuid(), 'operator:tap', 'refund', s.user_id,
      jsonb_build_object('ends_renewal', false, 'subscription_id', pg_temp.sub(-1)), 'tap', app.now()
    from billing.subscriptions as s where s.id = pg_temp.sub(-3)
  $$));
select pg_temp.breaks('delivered_is_not_refunded', 'refunded by itself, though the panel had it',
  $$insert into billing.refunds (
      cause, user_id, subscription_id, period_number, amount, currency, status, transfer_id, actor, reason, created_at,
      applied_generation
    )
    select
      'undelivered:tap', s.user_id, p.subscription_id, p.number, 100, 'XTS', 'done', p.transfer_id, 'system', 'tap',
      app.now(), p.generation
    from billing.periods as p join billing.subscriptions as s on s.id = p.subscription_id
    where s.id = pg_temp.sub(-1) and p.number = 2$$);
select pg_temp.breaks('delivered_is_not_refunded', 'refunded and a half',
  $$insert into billing.refunds (
      cause, user_id, subscription_id, period_number, amount, currency, status, transfer_id, actor, reason, created_at
    )
    select
      'request:tap', s.user_id, p.subscription_id, p.number, 150, 'XTS', 'done', p.transfer_id, 'operator:tap', 'tap',
      app.now()
    from billing.periods as p join billing.subscriptions as s on s.id = p.subscription_id
    where s.id = pg_temp.sub(-1) and p.number = 2$$);

-- Charges
create function pg_temp.cheaper() returns bigint
language sql
as $$
  select ledger.post('purchase', 'tap cheaper', array[
    (ledger.account(p.id, 'cash', 'XTS'), -60)::ledger.leg, (ledger.account(null, 'revenue', 'XTS'), 60)::ledger.leg
  ])
  from people as p
  where p.telegram_id = -1
$$;
select pg_temp.pay(-1, 60);
select pg_temp.breaks('charges_are_announced', 'dearer than the last time, and no word of it',
  $$update billing.periods set transfer_id = pg_temp.cheaper() where subscription_id = pg_temp.sub(-1) and number = 2;
    update app.audit set after = after - 'announced_amount' where subject = 'subscription';
    delete from billing.notices where subscription_id = pg_temp.sub(-1)$$);
select pg_temp.breaks('charges_are_announced', 'or a word that came too late',
  $$update billing.periods set transfer_id = pg_temp.cheaper() where subscription_id = pg_temp.sub(-1) and number = 2;
    update app.audit set after = after - 'announced_amount' where subject = 'subscription';
    update billing.notices set sent_at = sent_at + interval '47 hours' where subscription_id = pg_temp.sub(-1)$$);
select pg_temp.breaks('charges_are_announced', 'or a word that was never sent',
  $$update billing.periods set transfer_id = pg_temp.cheaper() where subscription_id = pg_temp.sub(-1) and number = 2;
    update app.audit set after = after - 'announced_amount' where subject = 'subscription';
    update billing.notices set sent_at = null where subscription_id = pg_temp.sub(-1)$$);

-- Deliveries
select pg_temp.breaks('paid_is_access_or_money_back', 'paid, not delivered and not refunded for days',
  'update vpn.access set applied_generation = 0 where subscription_id = pg_temp.sub(-1)');

select pg_temp.breaks('paid_is_access_or_money_back', 'refunded, and not sent for days',
  $$insert into billing.refunds (
      cause, user_id, payment_id, amount, currency, status, transfer_id, actor, reason, created_at
    )
    select
      'request:tap', p.user_id, p.id, 50, 'XTS', 'sending', p.transfer_id, 'operator:tap', 'tap',
      app.now() - interval '40 days'
    from billing.payments as p
    order by p.id desc
    limit 1$$);

-- Orders: two wait, and the money for one of them comes.
select pg_temp.sent_until((app.now() + interval '10 days')::text);
create temporary table opened (n integer, token uuid);
insert into opened
select 1, b.order_token from billing.offers as f cross join lateral api.open_order(-4, f.price_id) as b;
insert into opened
select 2, b.order_token from billing.offers as f cross join lateral api.open_order(-4, f.price_id) as b;
create temporary view orders as select o.n, p.id from opened as o join billing.orders as p on p.token = o.token;
select pg_temp.breaks('money_buys_what_it_was_for', 'paid for one order, and another was bought',
  $$insert into billing.orders (user_id, kind, provider, amount, currency, for_order_id, created_at, expires_at)
    select p.user_id, 'topup', 'tap', 50, 'XTS', o.id, app.now(), app.now() + interval '1 hour'
    from orders as o join billing.orders as p on p.id = o.id where o.n = 1;
    update billing.payments as p set order_id = t.id, received_at = app.now()
    from billing.orders as t join orders as o on o.id = t.for_order_id
    where p.user_id = t.user_id;
    update billing.orders set status = 'fulfilled', paid_at = app.now(), fulfilled_at = app.now()
    where id = (select o.id from orders as o where o.n = 2)$$);
select pg_temp.breaks('money_buys_what_it_was_for', 'or none',
  $$insert into billing.orders (user_id, kind, provider, amount, currency, for_order_id, created_at, expires_at)
    select p.user_id, 'topup', 'tap', 50, 'XTS', o.id, app.now(), app.now() + interval '1 hour'
    from orders as o join billing.orders as p on p.id = o.id where o.n = 1;
    update billing.payments as p set order_id = t.id, received_at = app.now()
    from billing.orders as t join orders as o on o.id = t.for_order_id
    where p.user_id = t.user_id;
    select pg_temp.sent_until((app.now() + interval '11 minutes')::text)$$);
select pg_temp.sent_until((app.now() - interval '10 days')::text);

-- Words
select pg_temp.sent_until((p.created_at + interval '25 hours')::text)
from billing.periods as p
where p.subscription_id = pg_temp.sub(-1) and p.number = 3;
select pg_temp.breaks('changes_are_told', 'charged, and no word of it',
  $$delete from app.told where what = 'renewed'$$);
select is(
  pg_temp.broken_by(
    'changes_are_told',
    $$select pg_temp.pay(-1, 100), pg_temp.buy(-1);
      select pg_temp.delivered();
      select pg_temp.sent_until((app.now() + interval '25 hours')::text)$$
  ),
  null, 'who renews by hand sees it himself'
);
select is(
  pg_temp.broken_by(
    'changes_are_told',
    $$insert into billing.plans (code, title, benefits) values ('large', '{"en": "Large"}', '{"en": "For tests"}');
      insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
      select p.id, 30, 'day', 1000, 'XTS', tstzrange('1990-01-01', null) from billing.plans as p where p.code = 'large';
      select pg_temp.pay(-1, 1000);
      select api.pay_from_balance(-1, o.order_token)
      from billing.prices as r
      join billing.plans as p on p.id = r.plan_id and p.code = 'large'
      cross join lateral api.open_order(-1, r.id) as o;
      select pg_temp.delivered();
      select pg_temp.sent_until((app.now() + interval '25 hours')::text)$$
  ),
  null, 'as does who changes his plan, what that credits'
);
select pg_temp.sent_until((m.expires_at + interval '3 days')::text) from mine as m where m.telegram_id = -2;
select pg_temp.breaks('changes_are_told', 'ended, and no word of it',
  $$delete from app.told where what = 'ended' and subscription_id = pg_temp.sub(-2)$$);
select pg_temp.breaks('ends_are_announced', 'about to end, and no word of it',
  $$delete from app.told where what in ('ending', 'ends_24h', 'ends_3h') and subscription_id = pg_temp.sub(-2)$$);
select is(
  pg_temp.broken_by(
    'ends_are_announced',
    $$delete from app.told where what in ('ending', 'ends_24h', 'ends_3h') and subscription_id = pg_temp.sub(-2);
      update billing.notice_rules set enabled = false where anchor <> 'start' and after < interval '0'$$
  ),
  null, 'an owner may not want it said'
);
select is(
  pg_temp.broken_by(
    'ends_are_announced',
    $$delete from app.told where what in ('ending', 'ends_24h', 'ends_3h') and subscription_id = pg_temp.sub(-2);
      update billing.notices set dropped = 'unreachable' where ends_at is not null and subscription_id = pg_temp.sub(-2)$$
  ),
  null, 'nor can it be said to everybody'
);
select pg_temp.breaks('changes_are_told', 'refunded by itself, and no word of it',
  $$insert into billing.refunds (
      cause, user_id, subscription_id, period_number, amount, currency, status, transfer_id, actor, reason, created_at
    )
    select
      'undelivered:tap', s.user_id, p.subscription_id, p.number, 100, 'XTS', 'done', p.transfer_id, 'system', 'tap',
      app.now() - interval '2 days'
    from billing.periods as p join billing.subscriptions as s on s.id = p.subscription_id
    where s.id = pg_temp.sub(-1) and p.number = 2$$);
select pg_temp.breaks('changes_are_told', 'refunded by an operator, and no word of it',
  $$select ops.refund(m.user_id, 2, 'tap') from mine as m where m.telegram_id = -1;
    delete from app.told where what ~ 'refund';
    select pg_temp.sent_until((app.now() + interval '2 days')::text)$$);
select is(
  pg_temp.broken_by(
    'changes_are_told',
    $$select ops.refund(m.user_id, 2, 'tap') from mine as m where m.telegram_id = -1;
      delete from app.told where what ~ 'refund';
      select pg_temp.sent_until((app.now() + interval '2 days')::text);
      update app.telegram_identities set unreachable_since = app.now() - interval '3 days' where telegram_id = -1;
      update app.telegram_identities set unreachable_since = null where telegram_id = -1;
      select app.notify_missed(10);
      select pg_temp.send()$$
  ),
  null, 'who could not be reached hears of it when he can'
);
select is(
  pg_temp.broken_by(
    'changes_are_told',
    $$select ops.refund(m.user_id, 2, 'tap', p_tell => false) from mine as m where m.telegram_id = -1;
      select pg_temp.sent_until((app.now() + interval '2 days')::text)$$
  ),
  null, 'an operator may want to tell it himself'
);
select pg_temp.breaks('changes_are_told', 'two refunds, and a word of the second',
  $$select ops.refund(m.user_id, 2, 'tap') from mine as m where m.telegram_id = -1;
    delete from app.told where what ~ 'refund';
    select pg_temp.sent_until((app.now() + interval '1 hour')::text);
    select ops.refund(m.user_id, 3, 'tap') from mine as m where m.telegram_id = -1;
    select pg_temp.sent_until((app.now() + interval '2 days')::text)$$);
select is(
  pg_temp.broken_by(
    'changes_are_told',
    $$select ops.refund(m.user_id, 2, 'tap') from mine as m where m.telegram_id = -1;
      select pg_temp.sent_until((app.now() + interval '1 hour')::text);
      select ops.refund(m.user_id, 3, 'tap') from mine as m where m.telegram_id = -1;
      select pg_temp.sent_until((app.now() + interval '2 days')::text)$$
  ),
  null, 'and a word of each'
);
select pg_temp.breaks('changes_are_told', 'paid, and no word of it',
  $$insert into inbox.money_events (event_id, kind, provider, external_id, amount, currency, outcome, closed_at)
    values (-1, 'payment', 'tap', 'untold', 1, 'XTS', 'credited', clock_timestamp() - interval '2 days')$$);
select pg_temp.breaks('changes_are_told', 'a word that came too late to be sent',
  $$update app.told set sent_at = null, dropped = 'too_late' where what = 'renewed'$$);
select pg_temp.breaks('changes_are_told', 'a word that was sent days later',
  $$update app.told set sent_at = sent_at + interval '60 hours' where what = 'renewed'$$);
select pg_temp.breaks('ends_are_announced', 'a warning that waited until it was over',
  $$update app.told set sent_at = app.now() where subscription_id = pg_temp.sub(-2)$$);
select pg_temp.breaks('changes_are_told', 'a word that was given up',
  $$insert into outbox.dead_letters (
      id, topic, lane, kind, payload, enqueued_at, attempts, dropped, reason, buried_at
    )
    values (
      -1, 'telegram', '-1', 'telegram.notice', '{}', app.now(), 10, false, 'attempts',
      clock_timestamp() - interval '2 days'
    )$$);
update app.telegram_identities set unreachable_since = app.now() where telegram_id = -2;
delete from app.told where what = 'ended' and subscription_id = pg_temp.sub(-2);
select is(pg_temp.broken(), null, 'of who cannot be reached nothing is asked');

-- Choices
select pg_temp.breaks('choices_stay', 'a job switches auto-renewal off, and says so in the audit',
  $$insert into app.audit (at, actor, action, subject, subject_id, after)
    select app.now(), 'system', 'subscription.undelivered', 'subscription', m.id,
      to_jsonb(s) - 'id' - 'user_id' || '{"auto_renew": false}'
    from mine as m join billing.subscriptions as s on s.id = m.id where m.telegram_id = -1;
    update billing.subscriptions set auto_renew = false where id = pg_temp.sub(-1)$$);
select pg_temp.breaks('choices_stay', 'or says nothing',
  'update billing.subscriptions set auto_renew = false where id = pg_temp.sub(-1)');
select pg_temp.breaks('choices_stay', 'or takes a cancellation back',
  'update billing.subscriptions set cancelled_at = null where id = pg_temp.sub(-4)');
select pg_temp.breaks('choices_stay', 'or another plan',
  $$update billing.subscriptions set renewal_price_id = (select min(id) from billing.prices where currency <> 'XTS')
    where id = pg_temp.sub(-1)$$);
select pg_temp.breaks('choices_stay', 'or another language',
  $$update app.users set locale = 'en' where id = (select id from people where telegram_id = -1)$$);

select pg_temp.breaks('choices_stay', 'or another time zone',
  $$select api.set_time_zone(-1, 'Asia/Omsk');
    update app.users set timezone = 'UTC' where id = (select id from people where telegram_id = -1)$$);
select pg_temp.breaks('choices_stay', 'or tips that he did not want',
  $$select api.set_notice_preference(-1, false);
    update app.notice_preferences set tips = true where user_id = (select id from people where telegram_id = -1)$$);
-- What he had decided before his last charge.
create function pg_temp.decided(p_action text, p_is jsonb) returns text
language sql
as $$
  select format(
    'insert into app.audit (at, actor, action, subject, subject_id, after)
      select p.created_at - interval ''2 hours'', ''user:'' || s.user_id, %L, ''subscription'', s.id,
        to_jsonb(s) - ''id'' - ''user_id'' || %L
      from billing.subscriptions as s join billing.periods as p on p.subscription_id = s.id and p.number = 3
      where s.id = pg_temp.sub(-1);
    update billing.subscriptions as s
    set auto_renew = n.auto_renew, cancelled_at = n.cancelled_at, renew_at = null
    from (select (jsonb_populate_record(o, %L)).* from billing.subscriptions as o where o.id = pg_temp.sub(-1)) as n
    where s.id = n.id',
    p_action, p_is, p_is
  )
$$;
select pg_temp.breaks('choices_stay', 'or renews what was cancelled',
  pg_temp.decided('subscription.cancelled', '{"cancelled_at": "1996-03-01T00:00:00Z"}'));
select pg_temp.breaks('choices_stay', 'or what was not to be renewed',
  pg_temp.decided('subscription.auto_renewal_off', '{"auto_renew": false}'));
select is(
  pg_temp.broken_by('choices_stay', 'select api.cancel(-1)'), null, 'who cancels after a charge was charged rightly'
);
select is(
  pg_temp.broken_by(
    'choices_stay', 'select api.set_auto_renew(-1, false); select pg_temp.pay(-1, 100); select pg_temp.buy(-1)'
  ),
  null, 'and so was who buys more himself'
);
create function pg_temp.charges_by_card(p_more text) returns text
language sql
as $$
  select format(
    'insert into billing.orders (user_id, kind, provider, amount, currency, created_at, expires_at)
      select s.user_id, ''topup'', ''stripe'', 100, ''XTS'', app.now(), app.now() + interval ''1 day''
      from billing.subscriptions as s where s.id = pg_temp.sub(-1);
    insert into billing.payment_methods (
      user_id, provider, kind, invoice_id, external_id, position, created_at, removed_at
    )
      select s.user_id, ''stripe'', ''saved'', -1, ''tap'', 1, app.now() - interval ''9 days'', app.now() - interval ''8 days''
      from billing.subscriptions as s where s.id = pg_temp.sub(-1);
    insert into billing.invoices (
      order_id, user_id, provider, amount, currency, credited_amount, credited_currency, created_at, expires_at,
      method_id, subscription_id, period_number, attempt
    )
      select max(o.id), m.user_id, ''stripe'', 100, ''XTS'', 100, ''XTS'', app.now(), app.now() + interval ''1 day'',
        m.id, pg_temp.sub(-1), 3, 1
      from billing.payment_methods as m join billing.orders as o on o.user_id = m.user_id
      where m.external_id = ''tap''
      group by m.id, m.user_id;
    insert into app.audit (at, actor, action, subject, subject_id, after)
      select i.created_at, ''job:renew_due'', ''charge.opened'', ''subscription'', i.subscription_id,
        jsonb_build_object(''invoice_id'', i.id)
      from billing.invoices as i where i.subscription_id = pg_temp.sub(-1); %s', p_more
  )
$$;
select pg_temp.breaks('choices_stay', 'or charges a card that was removed', pg_temp.charges_by_card(''));
select pg_temp.breaks('choices_stay', 'or a card for what was not to be renewed',
  pg_temp.charges_by_card(
    $$update billing.payment_methods set removed_at = null where external_id = 'tap';
      $$ || pg_temp.decided('subscription.auto_renewal_off', '{"auto_renew": false}')
  ));
select pg_temp.breaks('choices_stay', 'or is undone by a purchase of which its order did not say so',
  $$select pg_temp.pay(-1, 100), pg_temp.buy(-1);
    update app.audit set before = before || jsonb_build_object('cancelled_at', app.now() - interval '1 day')
    where id = (select max(id) from app.audit where action = 'subscription.extended')$$);
select pg_temp.breaks('money_buys_what_it_was_for', 'paid by card, and asked for more because the price has risen',
  pg_temp.charges_by_card($$
    update billing.payments as p set invoice_id = i.id, received_at = app.now()
    from billing.invoices as i
    where i.subscription_id = pg_temp.sub(-1)
      and p.id = (select max(m.id) from billing.payments as m where m.user_id = i.user_id);
    insert into billing.notices (subscription_id, period_number, kind, amount, created_at)
    values (pg_temp.sub(-1), 3, 'price_risen', 150, app.now() + interval '1 hour')
  $$));

-- Who buys again at once makes up for nothing.
select pg_temp.pay(-2, 100);
update app.telegram_identities set unreachable_since = null where telegram_id = -2;
select pg_temp.breaks('changes_are_told', 'ended, no word of it, and bought again',
  $$delete from app.told where subscription_id = pg_temp.sub(-2) and what in ('ended', 'missed');
    update app.telegram_identities set missed_since = null where telegram_id = -2;
    select pg_temp.buy(-2)$$);
select pg_temp.breaks('ends_are_announced', 'nobody said that it would end, and it was bought again',
  $$delete from app.told where subscription_id = pg_temp.sub(-2);
    select pg_temp.buy(-2)$$);
select pg_temp.breaks('who_can_pay_keeps_access', 'ended with money on the balance, and bought again',
  $$update billing.subscriptions set auto_renew = true where id = pg_temp.sub(-2);
    select pg_temp.buy(-2);
    update billing.periods set starts_at = created_at where subscription_id = pg_temp.sub(-2) and number = 2$$);

-- Gifts
select pg_temp.breaks('gifts_are_taken_or_given_back', 'nobody took it, and it was not given back',
  $$select pg_temp.pay(-1, 300);
    insert into billing.orders (user_id, kind, price_id, list_amount, amount, currency, created_at, expires_at)
    select p.id, 'gift', min(r.id), 100, 100, 'XTS', app.now(), app.now() + interval '1 hour'
    from people as p cross join billing.prices as r
    where p.telegram_id = -1 and r.currency = 'XTS'
    group by p.id;
    select billing.fulfil_gift(o) from billing.orders as o where o.kind = 'gift';
    select set_config('test.now', (app.now() + interval '31 days')::text, true)$$);
-- What was earned
select pg_temp.breaks('withdrawals_are_settled', 'asked for, and forgotten',
  $$insert into billing.withdrawals (token, user_id, amount, currency, way, held_by, requested_at, due_at)
    select gen_random_uuid(), p.id, 10, 'XTS', 'crypto_pay', (select min(t.id) from ledger.transfers as t),
      app.now() - interval '5 days', app.now() - interval '1 day'
    from people as p where p.telegram_id = -1$$);

-- Screens
select pg_temp.breaks('screens_tell_the_truth', 'renewed by itself, and nothing will look at it',
  $$update billing.subscriptions set renew_at = null where id = pg_temp.sub(-1)$$);
select pg_temp.breaks('screens_tell_the_truth', 'a charge that is promised and passed over',
  $$update billing.subscriptions set renew_at = app.now() - interval '2 hours' where id = pg_temp.sub(-1)$$);
select pg_temp.breaks('screens_tell_the_truth', 'an end that no period has',
  $$update billing.subscriptions set ends_at = ends_at + interval '1 day', expires_at = expires_at + interval '1 day'
    where id = pg_temp.sub(-1)$$);
select pg_temp.breaks('screens_tell_the_truth', 'an end before its time',
  $$update billing.subscriptions set status = 'expired', renew_at = null where id = pg_temp.sub(-1)$$);
create function pg_temp.ended_now() returns text
language sql
as $$
  select 'update billing.periods set closed_at = app.now() where subscription_id = pg_temp.sub(-1) and number = 3;
    update billing.subscriptions
    set status = ''expired'', renew_at = null, ends_at = app.now(), expires_at = app.now()
    where id = pg_temp.sub(-1)'
$$;
select pg_temp.breaks('screens_tell_the_truth', 'time that was taken, and nothing given back', pg_temp.ended_now());
select is(
  pg_temp.broken_by(
    'screens_tell_the_truth', $$select ops.revoke(m.user_id, 'tap') from mine as m where m.telegram_id = -1$$
  ),
  null, 'an operator may take it'
);
select pg_temp.breaks('what_begins_begins', 'bought for later, and not begun',
  $$update billing.subscriptions set begin_at = app.now() - interval '2 hours' where id = pg_temp.sub(-1)$$);

select is_empty(
  'select p.name from ops.promise_definitions as p except select t.name from tried as t', 'each promise was broken'
);
select * from finish();
rollback;
