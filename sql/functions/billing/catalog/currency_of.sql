-- A user who has a paid subscription or money keeps his currency when the shop changes its own. The currency follows
-- from what he has, so it is stored only where it was chosen.
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
      where a.user_id = p_user_id
        and a.name in ('bonus', 'cash', 'referral')
        and a.balance > 0
        -- In what is never sold, such as Stars without a rate, nobody can be shown a price.
        and exists (select from billing.prices as r where r.currency = a.currency)
      order by a.currency <> billing.currency(), a.id
      limit 1
    ),
    billing.currency()
  );
end
$$;
comment on function billing.currency_of(bigint) is
  'Returns the currency in which a user sees prices and pays, ISO 4217: the chosen one (app.users), else that of the running subscription, else of his money, if anything was ever sold in it, else the shop''s.';
