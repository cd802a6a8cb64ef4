-- A refund that came back counts as gone for billing.note_refunded; one that came back before anybody told of it is
-- not booked at all. The lower of the two sums is used, because a day of the list may not be read yet.
create or replace function billing.heal_refund(p_line billing.provider_transactions) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_refunded bigint;
begin
  -- A refund that is being sent is settled by its own answer.
  update billing.refunds as r
  set fetch_at = app.now()
  from billing.payments as p
  where p.id = r.payment_id
    and p.provider = p_line.provider
    and p.external_id = p_line.charge_id
    and r.status = 'sending';
  if found then
    return;
  end if;
  if p_line.amount > 0 then
    perform billing.check_refund(p_line.provider, p_line.charge_id, p_line.key, p_line.external_id);
    return;
  end if;
  select least(
    -sum(l.amount) filter (where l.amount < 0),
    -sum(l.amount) + (
      select coalesce(sum(g.amount), 0)
      from billing.refunds as r
      cross join lateral billing.gross_of_refund(r) as g
      where r.payment_id = p.id and r.returned_by is not null
    )
  )::bigint into v_refunded
  from billing.provider_transactions as l
  join billing.payments as p on p.provider = l.provider and p.external_id = l.charge_id
  where l.provider = p_line.provider
    and l.charge_id = p_line.charge_id
    and l.kind = 'refund'
    and l.currency = coalesce(p.gross_currency, p.currency)
  group by p.id;
  if v_refunded > 0 then
    perform billing.note_refunded(p_line.provider, p_line.charge_id, v_refunded);
  end if;
end
$$;
comment on function billing.heal_refund(billing.provider_transactions) is
  'Takes a refund on a provider''s list. Compares all that went back of its payment so far with what we sent, see billing.note_refunded. While a refund of ours is being sent, asks the provider about it; asks as well about a refund that came back.';
