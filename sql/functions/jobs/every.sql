-- Not a parser of cron's language: how long it may be between two runs, by the fields that are not a star. pg_cron 1.5
-- knows seconds as well. In PL/pgSQL, for whoever looks at all jobs calls it for each, and a function in SQL that is
-- not inlined is planned anew at every call: 7.7 ms for the minute's look at twenty jobs.
create or replace function jobs.every(p_schedule text) returns interval
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  f constant text[] := regexp_split_to_array(trim(p_schedule), '\s+');
begin
  return case
    when p_schedule ~ '^\d+ seconds?$' then p_schedule::interval
    when f[5] <> '*' then interval '7 days'
    when f[3] <> '*' or f[4] <> '*' then interval '31 days'
    when f[2] ~ '^\*/\d+$' then substr(f[2], 3)::integer * interval '1 hour'
    when f[2] <> '*' then interval '1 day'
    when f[1] ~ '^\*/\d+$' then substr(f[1], 3)::integer * interval '1 minute'
    when f[1] <> '*' then interval '1 hour'
    else interval '1 minute'
  end;
end
$$;
comment on function jobs.every(text) is
  'How long it is at most between two runs of a schedule (five cron fields, or "30 seconds"); of lists and ranges of hours or minutes the day or hour around them.';
