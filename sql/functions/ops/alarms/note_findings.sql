-- The disk, certificates and the clock of a machine are seen from that machine alone, by its doctor.
create or replace function ops.note_findings(p_findings text) returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jobs.note_alarm('doctor', p_findings)
$$;
comment on function ops.note_findings(text) is
  'Raises the alarm doctor with what is wrong in words, or ends it where p_findings is null. Called by `python -m scripts.shop doctor --tell`.';
