-- Claims periods that have waited too long for their panel, found among the waiting messages of the outbox, and among
-- access that no panel has room for, which has no message. Subscriptions or payers that another transaction has locked
-- are skipped and come with a later run. Locks are taken in the common order: account, subscription, access.
create or replace function billing.due_to_refund(p_limit integer) returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_due bigint[];
begin
  select array_agg(due.id order by due.id) into v_due
  from (
    select s.id
    from (
      (
        select a.subscription_id
        from outbox.messages as m
        join vpn.access as a on a.id = m.lane::bigint
        where m.topic = 'vpn' and m.kind = 'vpn.apply'
        union
        select n.subscription_id from vpn.desired as n where n.missing > 0 and n.present
      )
      offset 0
    ) as w
    join billing.subscriptions as s on s.id = w.subscription_id
    join vpn.desired as d on d.subscription_id = s.id
    where exists (
        select
        from billing.undelivered_periods as u
        where u.subscription_id = w.subscription_id
          and u.due_at <= app.now()
          and (u.kind = 'paid' or not billing.undelivered_told(u.subscription_id, u.generation))
      )
      and not exists (
        select from jobs.parked as p
        where p.job = 'refund_undelivered' and p.row_id = s.id and p.retry_at > app.now()
      )
      and billing.try_lock_users(billing.parties_of(s.user_id))
    limit p_limit
    for no key update of s, d skip locked
  ) as due;
  return v_due;
end
$$;
comment on function billing.due_to_refund(integer) is
  'Locks up to p_limit subscriptions with a period that was not delivered by its deadline, see billing.undelivered_periods. Returns their ids, null for none.';
