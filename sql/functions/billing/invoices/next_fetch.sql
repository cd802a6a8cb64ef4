-- Webhooks get lost, and one provider stops sending them after some failures. So the shop asks about every invoice:
-- often while its user is looking, and for days after it is over, because the provider still charges a user who pays
-- in the last minute. The time is computed from the invoice's own times, so that one question makes up for missed
-- ticks. If the provider cannot be asked, the shop only looks when the invoice ends, because a user may see it.
create or replace function billing.next_fetch(p_invoice billing.invoices) returns timestamptz
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select min(a.at)
  from billing.providers as p
  cross join lateral (
    select case
      when 'fetch' <> all (p.can) then null
      when app.now() < p_invoice.created_at + interval '15 minutes' then app.now() + interval '1 minute'
      when app.now() < p_invoice.expires_at then app.now() + interval '5 minutes'
    end as at
    union all
    select p_invoice.expires_at + l.late
    from unnest(
      array['1 minute', '10 minutes', '1 hour', '6 hours', '24 hours', '72 hours']::interval[]
    ) as l (late)
    where 'fetch' = any (p.can)
    union all
    select p_invoice.expires_at where 'fetch' <> all (p.can)
    union all
    select app.now() + interval '1 day'
    where 'fetch' = any (p.can) and p_invoice.authorized_at > app.now() - interval '60 days'
  ) as a
  where p.name = p_invoice.provider and a.at > app.now()
$$;
comment on function billing.next_fetch(billing.invoices) is
  'Returns when to ask the provider about an invoice next, UTC: every minute for 15 minutes, every 5 until it expires, then after 1 and 10 minutes, 1, 6, 24 and 72 hours; one that waits for the payer''s bank each day for 60 days; when it expires if the provider cannot be asked; null after the last time.';
