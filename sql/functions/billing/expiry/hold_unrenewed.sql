-- Whoever has money and automatic renewal did nothing wrong when an owner switches renewal off for a while: he is not
-- ended for it. Owners are told how many wait. Letting them through holds until renewal is on again: what comes after
-- that is another decision.
create or replace function billing.hold_unrenewed() returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_held integer := 0;
begin
  if (select j.enabled and app.flag(j.flag) from jobs.jobs as j where j.name = 'renew_due') then
    update app.brakes as b set released_until = null where b.name = 'unrenewed' and b.released_until is not null;
  elsif (select b.released_until > app.now() from app.brakes as b where b.name = 'unrenewed') is not true then
    select count(*)::integer into v_held
    from (
      select
      from billing.subscriptions as s
      where s.status = 'active'
        and date_bin('1 minute', s.expires_at, 'epoch') <= app.now()
        and s.expires_at <= app.now()
        and s.renew_at <= app.now()
        and s.auto_renew
        and s.cancelled_at is null
      limit 10000
    ) as h;
  end if;
  perform app.hold_brake('unrenewed', v_held);
end
$$;
comment on function billing.hold_unrenewed() is
  'Raises or ends the alarm of the brake unrenewed: it holds subscriptions that are over and to be renewed automatically, while renewal is switched off (billing.due_to_expire), until it is on again or ops.release_brake.';
