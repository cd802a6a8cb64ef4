create or replace function ops.release_brake(p_name text, p_reason text, p_for interval default '1 hour')
returns timestamptz
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_until constant timestamptz := app.now() + p_for;
begin
  if coalesce(p_reason, '') = '' then
    raise exception using errcode = 'TK061', message = 'a reason is needed', hint = 'It is kept in app.audit.';
  end if;
  update app.brakes as b set released_until = v_until where b.name = p_name;
  if not found then
    raise exception using
      errcode = 'TK011', message = format('no brake named %L', p_name), hint = 'select name from ops.brakes';
  end if;
  insert into app.audit (at, actor, action, subject, subject_key, after, reason)
  values (
    app.now(), app.actor(), 'brake.released', 'brake', p_name,
    jsonb_build_object('released_until', v_until), p_reason
  );
  return v_until;
end
$$;
comment on function ops.release_brake(text, text, interval) is
  'Lets through what a brake holds, and everything within p_for (business time), because the harm is intended. Returns until when, UTC. Raises TK011 for an unknown brake, TK061 without a reason.';
