-- Called before a harm is done, in the transaction that does it. All or nothing: when many are about to be harmed at
-- once, sparing the last ones would not help the first.
create or replace function app.within_brake(p_name text, p_count integer) returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
  v_brake app.brakes;
  v_used bigint;
begin
  if p_count = 0 then
    return true;
  end if;
  select b.* into v_brake from app.brakes as b where b.name = p_name;
  if not found then
    raise exception using
      errcode = 'TK011', message = format('no brake named %L', p_name), hint = 'select name from app.brakes';
  end if;

  select p_count + coalesce(sum(u.count), 0) into v_used
  from app.brake_uses as u
  where u.brake = p_name and u.at > v_now - v_brake.span and u.at <= v_now;
  if v_used > v_brake.most
    and (v_brake.released_until > v_now) is not true
    and v_used > v_brake.share * app._population(v_brake)
  then
    perform app.hold_brake(p_name, p_count);
    return false;
  end if;

  insert into app.brake_uses (brake, at, count) values (p_name, v_now, p_count);
  if v_brake.held > 0 then
    perform app.hold_brake(p_name, 0);
  end if;
  return true;
end
$$;
comment on function app.within_brake(text, integer) is
  'Whether p_count more cases of a harm may happen now; if so, they are counted. If false, they are held: the alarm brake_<name> is raised, and the caller leaves them unchanged and asks again later. Raises TK011 for an unknown brake.';
