-- The form of companies: filled in question by question, sent as a ticket.
begin;
select plan(44);

\ir fixtures/clock.psql

select api.start(-701, sha256('company ann'), 'ann', 'Ann', 'en');
select api.start(-702, sha256('company adele'), null, 'Adele', 'ru');
update app.users set role = case when id = app.user_of(-702) then 'owner' end;
create function pg_temp.answers(p_question text, p_answer text) returns text
language sql
as $$ select api.answer_company_question(-701, p_question, p_answer) $$;
create function pg_temp.sends(p_request text) returns text
language sql
as $$ select (api.send_company_request(-701, p_request::uuid, 9)).outcome $$;
create function pg_temp.fills() returns text
language sql
as $$
  select string_agg(pg_temp.answers(a.question, a.answer), ' ')
  from (values ('company', 'ACME'), ('people', '25'), ('contact', '@ann_of_acme'), ('comment', '')) as a (question, answer)
$$;

select results_eq(
  'select outcome, question, company from api.company_request(-701)', $$values ('open', 'company', null::text)$$,
  'it begins with the name'
);
select is(pg_temp.answers(q.question, q.answer), 'invalid', q.name)
from (values
  ('company', ' x ', 'a name has two characters'),
  ('company', repeat('x', 101), 'and a hundred at most'),
  ('people', 'many', 'people are counted'),
  ('people', '0', 'there are some'),
  ('people', '1234567', 'but not that many'),
  ('contact', 'call me', 'a contact is one'),
  ('contact', '', 'and there must be one'),
  ('comment', repeat('x', 1001), 'a comment is not a book'),
  ('color', 'red', 'nothing else is asked')
) as q (question, answer, name);
select is_empty('select from support.company_requests', 'nothing is kept of that');
select is(support.company_answer(q.question, q.answer), q.kept, q.name)
from (values
  ('people', '۲۵', '25', 'a Persian keyboard counts'),
  ('people', '٠٢٥', '25', 'and so does an Arabic one'),
  ('people', '२५', null, 'digits of others are no number, and no error'),
  ('people', '000', null, 'nobody is no company'),
  ('contact', '+۹۸ ۹۱۲ ۳۴۵ ۶۷۸۹', '+98 912 345 6789', 'a phone number is one')
) as q (question, answer, kept, name);
select is(pg_temp.answers('company', E' ACME \n Ltd '), 'kept', 'a name');
select is(pg_temp.sends('00000000-0000-4000-8000-000000000071'), 'incomplete', 'is not all');
select is((select question from api.company_request(-701)), 'people', 'the next question');
select is(pg_temp.answers('people', '025'), 'kept', 'is answered');
select is(pg_temp.answers('contact', c.contact), 'kept', c.contact)
from (values ('+7 (900) 123-45-67'), ('https://t.me/ann_of_acme'), ('ann@acme.example')) as c (contact);
select is((select question from api.company_request(-701)), 'comment', 'a comment');
select is(pg_temp.answers('comment', ''), 'kept', 'may be empty');
select results_eq(
  'select question, company, people, contact, comment from api.company_request(-701)',
  $$values (null::text, 'ACME Ltd', 25, 'ann@acme.example', '')$$, 'then it can be read'
);
select is(pg_temp.sends('00000000-0000-4000-8000-000000000071'), 'sent', 'and sent');
select is(pg_temp.sends('00000000-0000-4000-8000-000000000071'), 'sent', 'once');
select results_eq(
  $$select t.topic, m.body, r.status from support.company_requests as r
    join support.tickets as t on t.id = r.ticket_id join support.messages as m on m.ticket_id = t.id$$,
  $$values ('company', E'🏢 ACME Ltd\n👥 25\n✉️ ann@acme.example', 'new')$$, 'it is a message of a ticket'
);
select results_eq(
  $$select m.payload ->> 'post' from outbox.messages as m
    where m.kind = 'support.post' and m.lane = '-702' order by m.id$$,
  $$values ('card'), ('message')$$, 'that support sees'
);
select results_eq(
  'select status, people, ticket_state from ops.company_requests', $$values ('new', 25, 'waiting')$$,
  'and operators'
);
select is(ops.settle_company_request(r.request_id, 'won'), 'unknown', 'which say what came of it')
from ops.company_requests as r;
select is(ops.settle_company_request(r.request_id, 'accepted', 'ten months'), 'accepted', 'in known words')
from ops.company_requests as r;
select results_eq(
  'select status, settled_at from ops.company_requests', $$values ('accepted', app.now())$$, 'that stay'
);

select is(pg_temp.fills(), 'kept kept kept kept', 'a second one');
select is(pg_temp.sends('00000000-0000-4000-8000-000000000072'), 'sent', 'is sent');
select pg_temp.fills();
select is(pg_temp.sends('00000000-0000-4000-8000-000000000073'), 'sent', 'and a third one');
select is(pg_temp.fills(), 'too_many too_many too_many too_many', 'more of a day are not taken');
select set_config('test.now', '1996-02-02 12:01:00+00', true);
select is(pg_temp.answers('company', 'ACME'), 'kept', 'but on the next day');
select api.restart_company_request(-701);
select is((select question from api.company_request(-701)), 'company', 'a draft can be thrown away');
update app.flags set enabled = false where name = 'company_requests';
select is((select outcome from api.company_request(-701)), 'switched_off', 'it can be switched off');
select is(
  jsonb_array_length(app.data_of(app.user_of(-701)) -> 'company_requests'), 3, 'all of it is in the data of the user'
);
select app.erase_identity(app.user_of(-701));
select is_empty('select from support.company_requests', 'and goes with the account');

-- Nobody to read it
update app.users set role = null;
select api.start(-703, sha256('company bob'), null, 'Bob', 'en');
select api.write_ticket(-703, 'other', gen_random_uuid(), 5, 'text', 'hello?');
select results_eq(
  $$select name, detail from jobs._troubles() where name = 'support_unread'$$,
  $$values ('support_unread', '1 wait, and there is neither a group nor a reachable admin: ops.tickets')$$,
  'what nobody reads is told by an alarm'
);

select * from finish();
rollback;
