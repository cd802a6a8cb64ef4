-- Money that a provider took back is missing. A gift that nobody has taken is money that its payer could have back at
-- any time, so it covers what is missing before anything that is in use ends.
create or replace function billing.take_gifts_back(
  p_user_id bigint,
  p_currency text,
  p_missing bigint,
  p_actor text,
  p_account text default 'cash',
  p_until timestamptz default 'infinity'
) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_gift billing.gifts;
begin
  for v_gift in
    select g.*
    from billing.gifts as g
    where g.payer_id = p_user_id and g.currency = p_currency and g.status = 'unused' and g.created_at <= p_until
      -- What other accounts paid goes back there, and covers nothing.
      and exists (
        select
        from ledger.entries as e
        join ledger.accounts as a on a.id = e.account_id
        where e.transfer_id = g.transfer_id and a.user_id = p_user_id and a.name = p_account
      )
    order by g.id desc
    for no key update
  loop
    exit when p_missing <= coalesce(
      (
        select a.balance
        from ledger.accounts as a
        where a.user_id = p_user_id and a.name = p_account and a.currency = p_currency
      ),
      0
    );
    perform billing.notify_gift(billing.return_gift(v_gift, 'taken_back', p_actor));
  end loop;
end
$$;
comment on function billing.take_gifts_back(bigint, text, bigint, text, text, timestamptz) is
  'Returns as many of the unused gifts that a payer had bought by p_until, the newest first, as his cash, or his bonus (p_account), lacks of p_missing (minor units of p_currency), and tells him. The caller holds the payer''s locks.';
