-- Blocking somebody switches his renewal off, which is no choice of his: unblocking switches it on again.
alter table billing.subscriptions add column off_by_block boolean not null default false;
comment on column billing.subscriptions.off_by_block is
  'Auto-renewal is off because its user was put on the blacklist, and not by a choice: taking him off it switches it on.';
select migrate.classify('billing.subscriptions', 'open', 'off_by_block');
comment on column billing.subscriptions.off_by_gift is
  'Auto-renewal is off because what runs was a gift, or because it ended while its user was on the blacklist, and not by a choice: the next purchase switches it on.';
