-- What a user calls a subscription is shown to him, and to nobody else: not to who pays for it, not at its address, not
-- to staff.
begin;
select plan(20);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '3' where name = 'subscriptions_per_user';
update app.settings set value = 'null' where name = 'support_chat';
update app.flags set enabled = true where name in ('purchases', 'topups', 'expiry', 'auto_renewal', 'gifts');
\set price 100
\ir fixtures/plan.psql
\ir fixtures/panel.psql

\set people 3
\ir fixtures/people.psql
update app.users as u
set role = case when u.id = p.id then 'owner' end
from people as p
where p.telegram_id = -3;
create function pg_temp.sub() returns bigint
language sql
as $$ select max(s.id) from billing.subscriptions as s where s.user_id = pg_temp.who(-2) $$;
create function pg_temp.price() returns bigint
language sql
as $$ select f.price_id from billing.offers as f join billing.plans as p on p.id = f.plan_id where p.code = 'tap' $$;
do $$ begin
  perform billing.receive_payment(pg_temp.who(n), 'stripe', 'tap ' || n, null, 300, 'XTS', true)
  from generate_series(-2, -1) as n;
end $$;

-- Ann buys one for herself, and names the one that Bob gives her.
select is(
  (select p.outcome from api.open_order(-2, pg_temp.price()) as o
    cross join lateral api.pay_from_balance(-2, o.order_token) as p),
  'fulfilled', 'Ann has a subscription'
);
do $$
declare
  v_order record;
  v_code text;
begin
  select o.* into v_order from api.open_gift_order(-1, pg_temp.price()) as o;
  perform api.pay_from_balance(-1, v_order.order_token);
  select l.code into v_code
  from api.gifts(-1) as g
  cross join lateral api.new_gift_link(-1, g.gift_id) as l
  where g.order_token = v_order.order_token;
  perform api.start(-2, sha256('tap -2'), null, 'Ann', 'en', 'gift_' || v_code);
  perform api.redeem_gift(-2, g.gift_id, true) from api.opened_gift(-2) as g;
end
$$;
select is((select count(*) from api.subscriptions(-2)), 2::bigint, 'and another one, which was given to her');
select is((select n.outcome from api.name_subscription(-2, pg_temp.sub(), 'Mum') as n), 'named', 'which she names');
do $$ begin perform vpn.applied(a.id::text, '{}', jsonb_build_object('generation', d.generation, 'present', true,
  'link', 'vless://x')) from vpn.access as a join vpn.desired as d using (subscription_id); end $$;

-- Her own screens
select set_eq(
  'select s.plan_title from api.subscriptions(-2) as s', array['Tap #1', 'Mum · Tap'], 'she reads it in her list'
);
select is((select h.plan_title from api.home(-2, pg_temp.sub()) as h), 'Mum · Tap', 'in the menu');
select is((select h.plan_title from api.access(-2, pg_temp.sub()) as h), 'Mum · Tap', 'where she gets the key');
select results_eq(
  'select h.plan_title, h.next_plan_title from api.profile(-2, pg_temp.sub()) as h',
  $$values ('Mum · Tap', null::text)$$, 'under Subscription'
);
select is(
  (select q.plan_title from api.open_order(-2, pg_temp.price(), pg_temp.sub()) as q), 'Mum · Tap', 'in an order'
);
select ok(exists (select from api.statement(-2) as s where s.plan_title = 'Mum · Tap'), 'and in her history');

-- The address, which others have
do $$ begin perform api.subscription_address(-2, pg_temp.sub()); end $$;
create temporary view page_of as
select s.*
from vpn.subscription_addresses as a
cross join lateral page.subscription(sha256(a.token::bytea)) as s
where a.subscription_id = pg_temp.sub();
select is((select s.plan_title ->> 'en' from page_of as s), 'Tap #2', 'the page says which one it is by its number');
select is_empty($$select from page_of as s where s::text like '%Mum%'$$, 'and never its name');

-- Staff
insert into vpn.device_lists (access_id, asked_at)
select a.id, app.now() from vpn.access as a where a.subscription_id = pg_temp.sub();
insert into vpn.devices (access_id, device_id)
select a.id, 'tap' from vpn.access as a where a.subscription_id = pg_temp.sub();
do $$ begin perform api.write_ticket(-2, 'access', gen_random_uuid(), 5, 'text', 'hello'); end $$;
create temporary view seen as
select 'subscriptions' as what, s.title from admin.subscriptions_of(-3, pg_temp.who(-2), 'en') as s
union all
select 'refundable', s.title from admin.refundable_periods(-3, pg_temp.who(-2), 'en') as s
union all
select 'statement', s.plan_title
from admin.statement(-3, pg_temp.who(-2), 'en', 0, 50) as s
where s.period_count is not null
union all
select 'charge', c.plan_title
from billing.paid_periods as p
cross join lateral admin.charge(-3, p.transfer_id, 'en') as c
where p.subscription_id = pg_temp.sub()
union all
select 'devices', d.title from admin.devices_of(-3, pg_temp.who(-2), 'en') as d
union all
select 'story', s.detail from ops.explain(pg_temp.who(-2)::text) as s where s.what in ('bought', 'now')
union all
select 'ops', s.title from ops.subscriptions(pg_temp.who(-2)) as s
union all
select 'account', s.what from ops.statement(pg_temp.who(-2)) as s;
create function pg_temp.told(p_who bigint, p_text text) returns text
language sql
as $$
  select m.payload #>> '{args,plan,text,en}'
  from outbox.messages as m
  where m.topic = 'telegram' and m.lane = p_who::text and m.payload ->> 'text' = p_text
  order by m.id desc
  limit 1
$$;
select is_empty($$select * from seen as s where s.title like '%Mum%'$$, 'staff never read it');
select set_eq(
  'select s.what from seen as s where s.title like $$%Tap #2%$$',
  array['subscriptions', 'refundable', 'statement', 'charge', 'devices', 'story', 'ops', 'account'], 'but the number'
);
select ok(support.card(t)::text not like '%Mum%', 'nor does it stand in the card of a ticket')
from support.tickets as t
where t.user_id = pg_temp.who(-2);

-- The payer
select is(
  (ops.refund(pg_temp.who(-2), p.number, 'asked', 40, p_subscription_id => p.subscription_id)) ->> 'outcome',
  'refunded', 'some of the gift goes back to Bob'
)
from billing.paid_periods as p
where p.subscription_id = pg_temp.sub();
select is(pg_temp.told(-1, 'refunded-gift'), 'Tap', 'he reads what he paid for');
select is(pg_temp.told(-2, 'gift-taken-back'), 'Mum · Tap', 'and Ann which one it was');
select is_empty(
  $$select from outbox.messages as m where m.lane is distinct from '-2' and m.payload::text like '%Mum%'$$,
  'no message to anybody else says it'
);
select is_empty($$select from api.statement(-1) as s where s::text like '%Mum%'$$, 'nor does his history');

-- The name would be missing where the reader is not said.
select is_empty(
  $$select p.oid::regprocedure
  from pg_proc as p
  where p.pronamespace not in ('admin'::regnamespace, 'ops'::regnamespace, 'page'::regnamespace, 'support'::regnamespace)
    and p.prosrc ~ '(title_of|subscription_status)\([^,()]+, [^,()]+\)'$$,
  'what is written to a user is written for him'
);

select * from finish();
rollback;
