-- Is every sequence ahead of the ids in use, and far from its end?
with sequences as (
  select s.sequence, s.drawn, s.used, q.seqmax as last
  from ops.sequences() as s
  join pg_catalog.pg_sequence as q on q.seqrelid = s.sequence::regclass
)

select
  count(*) filter (where s.used > s.drawn) = 0 as ok,
  'every sequence is ahead of the ids in use' as name,
  coalesce(
    string_agg(format('%s: %s drawn, %s in use', s.sequence, s.drawn, s.used), '; ' order by s.sequence)
      filter (where s.used > s.drawn),
    ''
  ) as detail
from sequences as s
union all
select
  count(*) filter (where s.drawn > s.last / 2) = 0,
  'no sequence has drawn half of its numbers',
  coalesce(
    string_agg(format('%s: %s of %s', s.sequence, s.drawn, s.last), '; ' order by s.sequence)
      filter (where s.drawn > s.last / 2),
    ''
  )
from sequences as s;
