create or replace function admin.audit_of(
  p_telegram_id bigint, p_user_id bigint, p_offset integer, p_limit integer
) returns table (
  id bigint,
  at timestamptz,
  actor text,
  name text,
  action text,
  subject text,
  subject_id bigint,
  subject_key text,
  before jsonb,
  after jsonb,
  reason text
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'customers');
  return query
  select
    a.id, a.at, a.actor, admin._name(a.actor), a.action, a.subject, a.subject_id, a.subject_key, a.before, a.after, a.reason
  from (
    select 'user' as subject, p_user_id as id
    union all
    select 'subscription', s.id from billing.subscriptions as s where s.user_id = p_user_id
    union all
    select 'order', o.id from billing.orders as o where o.user_id = p_user_id
    union all
    select 'payment', p.id from billing.payments as p where p.user_id = p_user_id
    union all
    select 'ticket', t.id from support.tickets as t where t.user_id = p_user_id
    union all
    select 'withdrawal', w.id from billing.withdrawals as w where w.user_id = p_user_id
  ) as his
  join app.audit as a on a.subject = his.subject and a.subject_id = his.id
  order by a.id desc
  offset p_offset
  limit p_limit;
end
$$;
comment on function admin.audit_of(bigint, bigint, integer, integer) is
  'Returns lines of app.audit about a customer, his subscriptions, orders, payments, tickets and withdrawals, newest first; name: of the admin who acted. Raises TK070 without the permission customers.';
