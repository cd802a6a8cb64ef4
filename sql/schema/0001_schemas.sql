-- The rooms of the house. Every object belongs to tickover_owner, and nobody else gets anything by
-- default: what a role may do is granted by name in ops.apply_grants().

create schema app;
comment on schema app is 'Users and their Telegram identity, settings, feature flags, audit log, the clock.';

create schema ledger;
comment on schema ledger is 'Double entry, append only: accounts, transfers, entries.';

create schema outbox;
comment on schema outbox is 'What must happen outside the database: topics, lanes, messages, dead letters.';

create schema inbox;
comment on schema inbox is 'Every update and webhook from outside, stored before it is answered.';

create schema billing;
comment on schema billing is 'Plans, versioned prices, orders, payments, subscriptions, periods.';

create schema vpn;
comment on schema vpn is 'Panels, and the access that each subscription should have and was seen to have.';

create schema jobs;
comment on schema jobs is 'Job registry, run history, and what pg_cron calls.';

create schema api;
comment on schema api is 'The only functions that the bot may call: one call does all that a tap means.';

create schema ops;
comment on schema ops is 'What DBAs and operators read and call.';

alter default privileges revoke execute on functions from public;
alter default privileges revoke usage on types from public;

create domain app.currency as text
  constraint currency_is_a_code check (value ~ '^[A-Z]{3}$');
comment on domain app.currency is 'ISO 4217 code, or XTR for Telegram Stars. Amounts beside it are bigint minor units.';
