create or replace view ops.mrr as
select
  r.currency,
  sum(r.rate)::bigint as mrr,
  count(distinct r.user_id) as people,
  (sum(r.rate) / count(distinct r.user_id))::bigint as arpu
from ops.rates(app.now(), app.now()) as r
group by r.currency;
comment on view ops.mrr is 'What the paid periods that run now bring in 30 days, by currency, see ops.rates.';
comment on column ops.mrr.currency is 'Of mrr and arpu.';
comment on column ops.mrr.mrr is 'What they bring in 30 days, minor units.';
comment on column ops.mrr.people is 'Of how many people.';
comment on column ops.mrr.arpu is 'mrr divided by people, minor units.';
