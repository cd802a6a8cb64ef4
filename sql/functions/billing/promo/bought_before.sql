-- What the shop did not deliver, and paid back, was no purchase; and who paid only for that has not paid: nobody loses
-- what is for new customers by our fault.
create or replace function billing.bought_before(p_user_id bigint, out has_paid boolean, out has_bought boolean)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_got_nothing boolean;
begin
  select coalesce(bool_or(not d.undelivered), false), coalesce(bool_and(d.undelivered), false)
  into has_bought, v_got_nothing
  from billing.orders as o
  cross join lateral (
    select exists (
      select from billing.periods as q where q.order_id = o.id and billing.was_undelivered(q.subscription_id, q.number)
    ) as undelivered
  ) as d
  where o.user_id = p_user_id and o.kind <> 'topup' and o.status = 'fulfilled';
  has_paid := not v_got_nothing and exists (select from billing.payments as p where p.user_id = p_user_id);
end
$$;
comment on function billing.bought_before(bigint) is
  'Whether a user has bought something that was delivered (has_bought), and whether he has paid in (has_paid: not if all that he bought was not delivered).';
