-- While renewal is off and its ends are let through, customers are told that their plans end. Who was told that is not
-- charged when it is on again before he was told otherwise.
create function ops.renew_again() returns trigger
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform billing.unannounce(s.id)
  from (
    select o.id
    from billing.subscriptions as o
    where o.status = 'active' and o.renew_at is not null and o.auto_renew and billing.was_told_off(o)
    order by o.id
    for no key update of o
  ) as s;
  return null;
end
$$;
comment on function ops.renew_again() is
  'Trigger on the switches of automatic renewal: what was said to end is renewed only after that was announced (billing.unannounce).';

create trigger renewals_are_announced_again
  after update of enabled on app.flags
  for each row
  when (new.name = 'auto_renewal' and new.enabled and not old.enabled)
  execute function ops.renew_again();
create trigger renewals_are_announced_again
  after update of enabled on jobs.jobs
  for each row
  when (new.name = 'renew_due' and new.enabled and not old.enabled)
  execute function ops.renew_again();
alter table app.flags enable always trigger renewals_are_announced_again;
alter table jobs.jobs enable always trigger renewals_are_announced_again;
