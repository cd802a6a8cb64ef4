-- When it held last is noted once a minute: those that are held at once would wait for each other here.
create or replace function app.hold_brake(p_name text, p_count integer) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update app.brakes as b
  set
    held = p_count,
    held_since = case when p_count > 0 then coalesce(b.held_since, app.now()) end,
    held_at = case when p_count > 0 then app.now() end
  where b.name = p_name and (b.held <> p_count or b.held_at < app.now() - interval '1 minute');
  if found then
    perform jobs.note_alarm(
      format('brake_%s', p_name),
      case when p_count > 0 then format('%s held, see ops.brakes', p_count) end
    );
  end if;
end
$$;
comment on function app.hold_brake(text, integer) is
  'Records how many cases a brake holds (0: none) and raises or ends its alarm.';
