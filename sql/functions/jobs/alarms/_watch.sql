create or replace function jobs._watch() returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_closed integer := jobs._close_runs();
begin
  perform jobs.note_alarm(coalesce(t.name, a.name), t.detail)
  from jobs._troubles() as t
  full join (
    select a.name
    from jobs.alarms as a
    where a.name in (
        'rows_parked', 'letters_dead', 'checks_unknown', 'channels_unanswered', 'methods_forbidden', 'backups_stopped',
        'support_unread'
      )
      or a.name ~ '^job_(failing|overdue)_'
  ) as a on a.name = t.name;
  perform app.end_holds();
  perform jobs.notice_alarms();
  return v_closed;
end
$$;
comment on function jobs._watch() is
  'Closes interrupted runs, and raises and ends the alarms of jobs._troubles, ends those of brakes that hold nothing any more (app.end_holds), and sees that alarms are told (jobs.notice_alarms). Returns how many runs it closed.';
