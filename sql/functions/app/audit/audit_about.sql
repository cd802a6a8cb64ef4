-- What was decided about a customer is recorded by what it was about: himself, or something that is his.
create or replace function app.audit_about(p_user_id bigint) returns setof app.audit
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select a.*
  from (
    select 'user' as subject, p_user_id as id
    union all
    select 'subscription', s.id from billing.subscriptions as s where s.user_id = p_user_id
    union all
    select 'order', o.id from billing.orders as o where o.user_id = p_user_id
    union all
    select 'payment', p.id from billing.payments as p where p.user_id = p_user_id
    union all
    select 'refund', r.id from billing.refunds as r where r.user_id = p_user_id
    union all
    select 'gift', g.id from billing.gifts as g where g.payer_id = p_user_id
    union all
    select 'gift', g.id from billing.gifts as g where g.taken_by = p_user_id and g.payer_id <> p_user_id
    union all
    select 'ticket', t.id from support.tickets as t where t.user_id = p_user_id
    union all
    select 'withdrawal', w.id from billing.withdrawals as w where w.user_id = p_user_id
  ) as his
  join app.audit as a on a.subject = his.subject and a.subject_id = his.id
$$;
comment on function app.audit_about(bigint) is
  'Returns the lines of app.audit about a user, his subscriptions, orders, payments, refunds, gifts that he gave or took, tickets and withdrawals, in no order.';
