-- Whoever has something paid for, or money, keeps his currency whatever the shop's becomes: it follows from what he
-- has, so that it needs to be written down only where it was chosen.
create or replace function billing.currency_of(p_user_id bigint) returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(
    (select u.currency from app.users as u where u.id = p_user_id),
    (
      select r.currency
      from billing.subscriptions as s
      join billing.prices as r on r.id = s.renewal_price_id
      where s.user_id = p_user_id and s.status = 'active' and s.expires_at > app.now()
      order by s.id
      limit 1
    ),
    (
      select a.currency
      from ledger.accounts as a
      where a.user_id = p_user_id and a.name in ('cash', 'bonus') and a.balance > 0
      order by a.currency <> billing.currency(), a.id
      limit 1
    ),
    billing.currency()
  );
end
$$;
comment on function billing.currency_of(bigint) is
  'Currency in which a user is asked and pays, ISO 4217: as chosen (app.users), else that of what runs, else of the money that is there, else the shop''s.';
