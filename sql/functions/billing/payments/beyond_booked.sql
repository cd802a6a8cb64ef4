-- More money of one charge may come than was reported first: a user who sent too little of a coin to an address sends
-- the rest, and the provider then names the sum. Each part is a payment of its own; its id is made of the charge and
-- the sum booked before.
create or replace function billing.beyond_booked(
  p_known billing.payments,
  p_user_id bigint,
  p_gross bigint,
  p_gross_currency text,
  out booked bigint,
  out more bigint,
  out fee bigint
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_known.user_id is distinct from p_user_id
    or coalesce(p_known.gross_currency, p_known.currency)::text is distinct from p_gross_currency
  then
    return;
  end if;
  select sum(coalesce(p.gross, p.amount))::bigint, sum(p.fee)::bigint into booked, fee
  from billing.payments as p
  where p.provider = p_known.provider and split_part(p.external_id, ' after ', 1) = p_known.external_id;
  more := p_gross - booked;
end
$$;
comment on function billing.beyond_booked(billing.payments, bigint, bigint, text) is
  'Returns what is booked of a charge, whose first payment is p_known, and how much more there is if the provider says that p_user_id has paid p_gross (minor units of p_gross_currency); negative for less. fee: what is booked of the provider''s fee, null for none. All null for another payer or currency.';
