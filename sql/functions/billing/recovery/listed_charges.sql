-- Matches charges that are being made now with each line that a provider lists for the same period, whichever method
-- and attempt it was. It looks at ten attempts more than are allowed, because attempts that were given up unsent have
-- numbers, too. It includes methods that were removed: they may have been charged before.
create or replace function billing.listed_charges(
  p_subscription_ids bigint[], out invoice billing.invoices, out line billing.provider_transactions
)
returns setof record
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with tokens as materialized (
    select
      i as invoice,
      m.provider,
      replace(billing.charge_token(m.id, i.subscription_id, i.period_number, n.attempt)::text, '-', '') as token
    from billing.invoices as i
    join billing.payment_methods as m on m.user_id = i.user_id and m.kind = 'saved'
    cross join generate_series(1, 10 + greatest(i.attempt, app.setting('charge_attempts')::bigint)) as n (attempt)
    where i.subscription_id = any (p_subscription_ids) and i.status = 'creating'
  )

  select t.invoice, l
  from tokens as t
  join billing.provider_transactions as l
    on l.provider = t.provider
    and l.kind = 'payment'
    and l.at >= (select min(r.taken_at) from app.restores as r) - interval '1 day'
    and replace(lower(l.key), '-', '') = t.token
$$;
comment on function billing.listed_charges(bigint[]) is
  'After a restore: invoice, the charge that was opened for a renewal of one of these subscriptions, and line, each payment on a provider''s list that is a charge for the same period.';
