-- The owner's limits. Where there is only one way to pay, they are narrowed to what that provider accepts: a tenth
-- beyond the amount it last refused, because nobody knows how far beyond is enough. A refused amount counts for a
-- day, because rates change in days; an unavailable provider for ten minutes, because a key is replaced in minutes.
create or replace function billing.topup_limits(
  p_currency text default null,
  out min_amount bigint, out max_amount bigint, out available boolean
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  select
    greatest(
      app.setting('topup_min')::bigint,
      ceil(max(r.amount) filter (where r.kind = 'too_small') * 1.1 / u.unit) * u.unit
    )::bigint,
    least(
      app.setting('topup_max')::bigint,
      floor(min(r.amount) filter (where r.kind = 'too_great') * 0.9 / u.unit) * u.unit
    )::bigint,
    app.flag('topups') and count(*) filter (where r.kind = 'unavailable' and r.at > app.now() - interval '10 minutes') = 0
  into min_amount, max_amount, available
  from (
    select c.currency, billing.whole_unit(c.currency) as unit
    from (values (coalesce(p_currency, billing.currency()))) as c (currency)
  ) as u
  left join billing.invoice_refusals as r
    on r.currency = u.currency
    and r.at > app.now() - interval '24 hours'
    and not exists (
      select
      from billing.providers as p
      where p.enabled
        and 'page' = any (p.can)
        and p.name <> r.provider
        and coalesce(p.currency, u.currency) = u.currency
    )
  group by u.unit;
end
$$;
comment on function billing.topup_limits(text) is
  'Returns the least and the greatest top-up that is possible now, in minor units of p_currency (null: the shop''s), and whether top-ups are possible at all.';
