create or replace function api.payment_choices(p_telegram_id bigint)
returns table (remember boolean, balance_first boolean, can_remember boolean)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    coalesce(c.remember, false),
    coalesce(c.balance_first, true),
    app.flag('method_charges')
      and exists (select from billing.providers as p where 'page' = any (p.can) and billing.remembers(p))
  from app.user_of(p_telegram_id) as u (id)
  left join billing.payment_choices as c on c.user_id = u.id
$$;
comment on function api.payment_choices(bigint) is
  'Returns what a user chose about paying, see billing.payment_choices; can_remember: whether some way to pay can be saved. Raises TK010 for an unknown user.';
