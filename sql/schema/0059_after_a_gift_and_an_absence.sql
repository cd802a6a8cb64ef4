-- Who takes a gift while nothing that he pays for runs is not charged for it: its renewal is off. That is no choice of
-- his, so what he buys afterwards is renewed like a first purchase, and the order says so.
alter table billing.subscriptions add column off_by_gift boolean not null default false;
comment on column billing.subscriptions.off_by_gift is
  'Auto-renewal is off because what runs was a gift, and not by a choice: the next purchase switches it on.';
select migrate.classify('billing.subscriptions', 'open', 'off_by_gift');
alter table billing.subscriptions add constraint off_by_gift_is_off check (not (off_by_gift and auto_renew));

-- Whoever can be reached again, by whatever sign of life, hears what happened meanwhile. A sign of life comes with an
-- update, and storing updates waits for no lane of the outbox, so the job retry_unreachable tells it.
alter table app.telegram_identities add column missed_since timestamptz;
comment on column app.telegram_identities.missed_since is
  'Can be reached again, and could not from then on (business time, UTC); null once he was told what he missed.';
select migrate.classify('app.telegram_identities', 'open', 'missed_since');
create index telegram_identities_to_tell on app.telegram_identities (user_id) where missed_since is not null;

create function app.keep_absence() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  new.missed_since := coalesce(old.missed_since, old.unreachable_since);
  return new;
end
$$;
comment on function app.keep_absence() is
  'Trigger that keeps since when somebody could not be reached who can be now, see app.telegram_identities.missed_since.';
create trigger absence_is_kept
  before update of unreachable_since on app.telegram_identities
  for each row
  when (old.unreachable_since is not null and new.unreachable_since is null)
  execute function app.keep_absence();
alter table app.telegram_identities enable always trigger absence_is_kept;
