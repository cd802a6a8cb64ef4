create or replace function broadcast.count_audience(
  p_segment text, p_argument text, p_kind text,
  out reached bigint, out unreachable bigint, out declined bigint
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  select
    count(*) filter (where a.obstacle is null),
    count(*) filter (where a.obstacle = 'unreachable'),
    count(*) filter (where a.obstacle = 'declined')
  into reached, unreachable, declined
  from broadcast.audience_of(p_segment, p_argument, p_kind) as a;
end
$$;
comment on function broadcast.count_audience(text, text, text) is
  'Takes a segment with its argument, and the kind of a broadcast. Returns how many people would get it now, how many cannot be reached, and how many want no offers.';
