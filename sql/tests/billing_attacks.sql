-- What a hostile reviewer tries with money from outside: each penny is somewhere, once, and what people read is so.
begin;
select plan(28);

\ir fixtures/clock.psql

update app.settings set value = '"XTS"' where name = 'currency';
update app.settings set value = '30' where name = 'order_minutes';
update app.settings set value = '{"XTS": 1000}' where name = 'topup_min';
update app.settings set value = '{"XTS": 100000}' where name = 'topup_max';
update app.flags set enabled = true where name in ('topups', 'method_charges');

\set people 3
\ir fixtures/people.psql
\ir fixtures/balances.psql
select outbox.declare_providers(
  '{"yookassa": ["page", "fetch", "refund"], "stripe": ["page", "fetch", "refund", "dispute"],
    "heleket": ["page", "fetch"], "stars": ["page", "fetch", "refund"]}'
);
insert into billing.rates (currency, paid_in, amount, paid) values ('XTS', 'XTR', 10000, 55);

create temporary table asked (name text primary key, token uuid);
create temporary view invoices as
select a.name, i.*
from asked as a
join billing.orders as o on o.token = a.token
join billing.invoices as i on i.order_id = o.id;
create function pg_temp.ask(p_name text, p_person bigint, p_provider text) returns void
language sql
as $$
  insert into asked select p_name, (api.open_invoice(p_person, 2000, p_provider)).order_token;
  update billing.invoices as i
  set status = 'open', external_id = p_name, url = 'https://pay.example/' || p_name
  from asked as a
  join billing.orders as o on o.token = a.token
  where a.name = p_name and i.order_id = o.id
$$;
create function pg_temp.told(p_provider text, p_external_id text, p_report jsonb) returns text
language sql
as $$
  select inbox.receive_report(
    p_provider, true,
    jsonb_build_object('external_id', p_external_id, 'status', 'paid', 'amount', 2000, 'currency', 'XTS') || p_report
  )
$$;

-- Two pages for one order, both paid
select pg_temp.ask('first', -1, 'yookassa'), pg_temp.ask('second', -1, 'heleket');
update billing.orders as o
set for_order_id = null, request = gen_random_uuid()
where o.token in (select token from asked);
select is(pg_temp.told('yookassa', 'first', '{}'), 'credited', 'one page is paid');
select is(pg_temp.told('heleket', 'second', '{}'), 'credited', 'and another one');
select is(pg_temp.balance(-1), 4000::bigint, 'all of it is on the balance');

-- What one provider said is sent to another one
select is(pg_temp.told('heleket', 'first', '{}'), 'unknown', 'the id of another provider''s page names nobody');
update billing.providers set exclusive = true where name in ('heleket', 'stripe');
select is(
  pg_temp.told('heleket', 'first', '{}'), 'suspense', 'and if that account sells nothing else, its money is held'
);
update billing.providers set exclusive = false where name = 'heleket';
select is(
  pg_temp.told('heleket', 'x-1', jsonb_build_object('key', (select token from invoices where name = 'first'))),
  'suspense', 'nor does its key'
);
select is(pg_temp.balance(-1), 4000::bigint, 'and nobody has money of it');
select is(pg_temp.told('yookassa', 'first', '{"amount": 2001}'), 'credited_without_order',
  'what its provider says is more is credited');
select is(pg_temp.told('yookassa', 'first', '{"amount": 1}'), 'repeated', 'and less is not taken');
select is(pg_temp.balance(-1), 4001::bigint, 'so much it is');

-- Ann's link, paid by Bob
select pg_temp.ask('ann''s', -1, 'stars');
select is(
  (select outcome from api.pre_checkout(-2, (select token from invoices where name = 'ann''s'), 11, 'XTR')), 'unknown',
  'somebody else''s link is refused'
);
select is(
  (billing.receive_payment(
    pg_temp.who(-2), 'stars', 'bob-1', (select token from invoices where name = 'ann''s'), 11, 'XTR'
  )).outcome, 'credited_without_order', 'who pays it all the same'
);
select is(pg_temp.balance(-2), 2000::bigint, 'has his money');
select is(
  (select status from api.invoice(-1, (select token from asked where name = 'ann''s'))), 'over',
  'and she does not read that hers has come'
);
select is(
  (billing.receive_payment(
    pg_temp.who(-1), 'stars', 'ann-1', (select token from invoices where name = 'ann''s'), 11, 'XTR'
  )).outcome, 'credited', 'until it has'
);
select is((select status from invoices where name = 'ann''s'), 'paid', 'then she does');

-- Numbers of any size
select pg_temp.ask('huge', -3, 'stars');
select is(
  (billing.receive_payment(
    pg_temp.who(-3), 'stars', 'huge-1', (select token from invoices where name = 'huge'), 999999999999999999, 'XTR'
  )).outcome, 'credited_without_order', 'more than can be exchanged'
);
select is(pg_temp.balance(-3, 'XTR'), 999999999999999999::bigint, 'is kept as it came');
select pg_temp.ask('star', -3, 'stars');
select billing.receive_payment(
  pg_temp.who(-3), 'stars', 'star-1', (select token from invoices where name = 'star'), 11, 'XTR'
);
select is(
  billing.note_refunded('stars', 'star-1', 999999999999999999), 'refunded', 'more than came cannot go back'
);
select is(pg_temp.balance(-3), 0::bigint, 'all of it does');
select lives_ok($$select * from api.payment_methods(-1, 9223372036854775807)$$, 'what nobody can pay can be asked');
update billing.rates set paid = 550000 where paid_in = 'XTR';
select is_empty(
  $$select from api.payment_methods(-1, 9223372036854775807) where provider = 'stars'$$,
  'and is not offered where it is no number'
);

-- Before its time
select is(inbox.receive_refund('yookassa', '{"charge_id": "early", "status": "done"}'), 'unknown',
  'a refund of what has not come is nobody''s');
select pg_temp.ask('early', -2, 'yookassa');
select is(
  pg_temp.told('yookassa', 'early', '{"refunded": 2000}'), 'refunded', 'what comes and went in one is booked as both'
);
select is(pg_temp.balance(-2), 2000::bigint, 'and leaves nothing');
select is(
  inbox.receive_dispute('stripe', true, '{"external_id": "d-1", "charge_id": "nobodys", "status": "opened",
    "amount": 999999999999999999, "currency": "XTS", "withdrawn": true, "fee": 1500}'),
  'opened', 'a dispute about nothing of ours is kept'
);

select is_empty('select invariant, subject from ops.violations_of_payments', 'all of it adds up');
select is_empty('select name, detail from ops.invariants where not ok and detail is not null', 'and so does the rest');
select * from finish();
rollback;
