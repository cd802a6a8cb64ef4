-- Webhooks are lost, and one provider stops sending them after some failures: so every invoice is asked about, often
-- while somebody looks at it, and for days after it is over, because who pays on the provider's page in the last minute
-- is charged. Computed from its own times, so that ticks that were missed are made up by one question. Of a
-- provider that cannot be asked only its end is waited for, because somebody may have it on his screen.
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
  ) as a
  where p.name = p_invoice.provider and a.at > app.now()
$$;
comment on function billing.next_fetch(billing.invoices) is
  'When the provider is asked about an invoice next, UTC: each minute for 15 minutes, each 5 until it expires, then 1 and 10 minutes, 1, 6, 24 and 72 hours later; where the provider cannot be asked, when it expires; null when that was the last.';
