-- A backup that stopped weeks ago is missed when it is needed. So the time of the last one is in the database, where
-- everything that looks at a shop finds it.
--
-- A database that was restored is older than the world: providers have charged what it does not know. Until their lists
-- were read, no saved method is charged (billing.is_catching_up).

create table app.backups (
  place text primary key constraint place_is_known check (place in ('folder', 'chat')),
  taken_at timestamptz not null,
  ended_at timestamptz not null constraint ends_after_it_began check (ended_at >= taken_at),
  bytes bigint not null constraint is_not_empty check (bytes > 0)
);
comment on table app.backups is
  'The last complete backup of the shop in each place; see ops.note_backup. One row for each place.';
comment on column app.backups.place is 'folder: a folder of a machine; chat: a chat of Telegram.';
comment on column app.backups.taken_at is 'The moment whose state it has, UTC.';
comment on column app.backups.ended_at is 'When it was complete and had been read back, business time, UTC.';
comment on column app.backups.bytes is 'Size of its files, encrypted.';
select migrate.classify('app.backups', 'open', 'place', 'taken_at', 'ended_at', 'bytes');

create table app.restores (
  id bigint generated always as identity primary key,
  taken_at timestamptz not null,
  restored_at timestamptz not null constraint restored_after_it_was_taken check (restored_at >= taken_at),
  caught_up_at timestamptz constraint caught_up_after_it_was_restored check (caught_up_at >= restored_at)
);
create unique index restores_open on app.restores ((true)) where caught_up_at is null;
comment on table app.restores is
  'A row for each time that this database was restored from a backup; see ops.catch_up. At most one is not caught up with.';
comment on column app.restores.taken_at is 'When the backup was taken, UTC: what happened outside from then on is not in it.';
comment on column app.restores.restored_at is 'When ops.catch_up was called, business time, UTC.';
comment on column app.restores.caught_up_at is
  'When the list of each provider had been read beyond restored_at, or an operator said that it is enough, business time, UTC; until then no saved method is charged.';
select migrate.classify('app.restores', 'open', 'id', 'taken_at', 'restored_at', 'caught_up_at');
