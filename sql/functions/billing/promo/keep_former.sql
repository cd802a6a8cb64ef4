-- Deleting the account and coming back makes nobody new, whether he had a subscription or not.
create or replace function billing.keep_former(p_user_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_hash constant bytea := (select u.identity_hash from app.users as u where u.id = p_user_id);
begin
  insert into billing.former_customers as f (identity_hash, has_paid, has_bought, left_at)
  select v_hash, h.paid, h.bought, app.now()
  from billing.bought_before(p_user_id) as h (paid, bought)
  where h.paid or h.bought
  on conflict (identity_hash) do update
  set
    has_paid = f.has_paid or excluded.has_paid,
    has_bought = f.has_bought or excluded.has_bought,
    left_at = excluded.left_at;
  insert into billing.former_promo_uses as f (identity_hash, code_id, uses)
  select v_hash, u.code_id, count(*)
  from billing.promo_uses as u
  where u.user_id = p_user_id and u.state = 'redeemed'
  group by u.code_id
  on conflict (identity_hash, code_id) do update set uses = f.uses + excluded.uses;
end
$$;
comment on function billing.keep_former(bigint) is
  'Records under the identity of a user who deletes his account whether he paid or bought anything (billing.former_customers), and how often he used which promo code (billing.former_promo_uses). Called once for each account, before it loses its identity.';
