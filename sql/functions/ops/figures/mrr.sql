create or replace view ops.mrr as
select
  r.currency,
  sum(r.rate)::bigint as mrr,
  count(distinct r.user_id) as people,
  (sum(r.rate) / count(distinct r.user_id))::bigint as arpu
from ops.rates(app.now(), app.now()) as r
group by r.currency;
comment on view ops.mrr is
  'What the paid periods that run now bring in 30 days (ops.rates), by currency, minor units: mrr, of how many people, and arpu: mrr divided by these.';
