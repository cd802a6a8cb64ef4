-- Money counts for a person who got a message, if it came within the days of comparison after it.
create or replace function broadcast.figures(p_id bigint) returns table (
  variant text, recipients bigint, waiting bigint, sent bigint, unreachable bigint, failed bigint, unknown bigint,
  skipped bigint, deleted bigint, unchanged bigint, tapped bigint, payers bigint, paid jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  with money as (
    select r.variant, p.currency::text as currency, sum(p.amount)::bigint as amount
    from broadcast.broadcasts as b
    join broadcast.recipients as r on r.broadcast_id = b.id and r.sent_at is not null
    join billing.payments as p
      on p.user_id = r.user_id and p.received_at >= r.sent_at
      and p.received_at < r.sent_at + make_interval(days => b.compare_days)
    where b.id = p_id
    group by r.variant, p.currency
  ),
  payers as (
    select r.variant, count(*) as n
    from broadcast.broadcasts as b
    join broadcast.recipients as r on r.broadcast_id = b.id and r.sent_at is not null
    where b.id = p_id and exists (
      select
      from billing.payments as p
      where p.user_id = r.user_id and p.received_at >= r.sent_at
        and p.received_at < r.sent_at + make_interval(days => b.compare_days)
    )
    group by r.variant
  )
  select
    r.variant, count(*),
    count(*) filter (where r.state = 'waiting'),
    count(*) filter (where r.state in ('sent', 'deleted')),
    count(*) filter (where r.state = 'unreachable'),
    count(*) filter (where r.state = 'failed'),
    count(*) filter (where r.state = 'unknown'),
    count(*) filter (where r.state = 'skipped'),
    count(*) filter (where r.state = 'deleted'),
    count(*) filter (where r.left_as_is),
    count(r.tapped_at),
    coalesce((select p.n from payers as p where p.variant = r.variant), 0),
    coalesce((select jsonb_object_agg(m.currency, m.amount) from money as m where m.variant = r.variant), '{}')
  from broadcast.recipients as r
  where r.broadcast_id = p_id
  group by r.variant
  order by r.variant;
end
$$;
comment on function broadcast.figures(bigint) is
  'Returns what became of a broadcast, by variant: recipients by state (sent includes what was deleted later), messages that could not be changed, who tapped a button into the bot, who paid within the days of comparison, and how much (paid: minor units by currency). Nothing once its recipients were deleted: see broadcast.broadcasts.result.';
