-- Who takes a gift while nothing that he pays for runs is not charged for it: its renewal is off. That is no choice of
-- his, so what he buys afterwards is renewed like a first purchase, and the order says so.
alter table billing.subscriptions add column off_by_gift boolean not null default false;
comment on column billing.subscriptions.off_by_gift is
  'Auto-renewal is off because what runs was a gift, and not by a choice: the next purchase switches it on.';
select migrate.classify('billing.subscriptions', 'open', 'off_by_gift');
alter table billing.subscriptions add constraint off_by_gift_is_off check (not (off_by_gift and auto_renew));
