-- Works in order of id, from where it stopped before, as far as the lines are old. Lines that are kept are not
-- examined again.
create or replace function app.purge_audit(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before constant timestamptz := app.now() - make_interval(days => app.setting('keep_audit_days')::integer);
  v_done_to bigint;
  v_to bigint;
  v_looked integer;
begin
  insert into app.purges (name, done_to) values ('audit', 0) on conflict do nothing;
  select p.done_to into v_done_to from app.purges as p where p.name = 'audit' for no key update;

  select max(l.id), count(*)::integer into v_to, v_looked
  from (
    select n.id, bool_and(n.at < v_before) over (order by n.id) as old
    from (
      select a.id, a.at from app.audit as a where a.id > v_done_to order by a.id limit p_limit
    ) as n
  ) as l
  where l.old;

  delete from app.audit as a where a.id > v_done_to and a.id <= v_to and app.may_forget(a);
  update app.purges as p set done_to = v_to where p.name = 'audit' and v_to is not null;
  return v_looked;
end
$$;
comment on function app.purge_audit(integer) is
  'Takes the maximum number of lines to examine. Deletes those that app.may_forget allows and returns how many it examined.';
