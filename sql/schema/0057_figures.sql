-- What figures are counted from is read by time. Rows come in the order of time, so that an index of ranges is enough:
-- it is a few pages, and costs the writers next to nothing.
create index transfers_by_time on ledger.transfers using brin (created_at)
  with (pages_per_range = 16, autosummarize = on);
create index payments_by_time on billing.payments using brin (received_at)
  with (pages_per_range = 16, autosummarize = on);
create index periods_by_creation on billing.periods using brin (created_at)
  with (pages_per_range = 16, autosummarize = on);
-- What runs at a time is among what had not ended by then.
create index periods_by_end on billing.periods (ends_at);

alter table billing.promo_codes add column request uuid;
create index promo_codes_of_request on billing.promo_codes (request) where request is not null;
comment on column billing.promo_codes.request is
  'What an admin asked for when he made it in the bot: asked twice, it is made once. Null for one that an operator made.';
select migrate.classify('billing.promo_codes', 'open', 'request');

comment on column app.audit.subject is
  'Kind of the thing changed: user, order, subscription, payment, refund, plan, price, panel, setting, flag, brake, alarm, shop, notice_rule, personal_price, promo_code, role_permission; export: a file that was given out.';
