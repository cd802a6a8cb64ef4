-- A use that was redeemed for nothing, by our fault or in an operator's judgement, can be had again. Its renewals end:
-- what was bought with it was refunded.
create or replace function billing.return_promo(p_use_id bigint) returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_use billing.promo_uses;
begin
  update billing.promo_uses as u
  set state = 'returned', number = null, renewals_left = 0, taken_back_at = coalesce(u.taken_back_at, app.now())
  where u.id = p_use_id and u.state = 'redeemed'
  returning u.* into v_use;
  if not found then
    return false;
  end if;
  update billing.promo_codes as c set uses = c.uses - 1 where c.id = v_use.code_id;
  if v_use.order_id is not null then
    insert into billing.promo_choices (user_id, code_id, chosen_at)
    values (v_use.user_id, v_use.code_id, app.now())
    on conflict (user_id) do nothing;
  end if;
  return true;
end
$$;
comment on function billing.return_promo(bigint) is
  'Gives a redeemed use of a promo code (billing.promo_uses) back; one that made a price cheaper is chosen again, unless another code is. False when it is not redeemed. The caller holds the user''s locks.';
