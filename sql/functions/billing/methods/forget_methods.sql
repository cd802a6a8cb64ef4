-- Nobody charges a user who wants to be forgotten, neither a card nor Telegram each month. The titles of the user's
-- cards are erased with the user's name.
create or replace function billing.forget_methods(p_user_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform billing.remove_method(p_user_id, m.id)
  from (
    select s.id
    from billing.payment_methods as s
    where s.user_id = p_user_id and s.removed_at is null
    order by s.id
  ) as m;
  update billing.payment_methods as m set title = null where m.user_id = p_user_id and m.title is not null;
end
$$;
comment on function billing.forget_methods(bigint) is
  'Removes all payment methods of a user as billing.remove_method does, and erases their titles.';
