-- Rights by denial. A column is read by tickover_dba and tickover_operator once it has been classified where it is
-- declared: `select migrate.classify('billing.x', 'open', 'id', 'created_at')` beside its table. What nobody has
-- thought about is read by nobody, and ops.unclassified lists it.

create table migrate.columns (
  relation regclass not null,
  name name not null,
  class text not null constraint class_is_known check (class in ('open', 'personal', 'secret')),
  primary key (relation, name)
);
comment on table migrate.columns is
  'What each column of a table holds, as whoever declared it has said. One that has no row here is read by nobody; see ops.columns.';
comment on column migrate.columns.relation is
  'By its oid: a table that is dropped and made anew has to be classified anew.';
comment on column migrate.columns.class is
  'open: read by tickover_dba and tickover_operator. personal: tells who somebody is, or what he wrote. secret: lets its reader act in somebody''s place. The last two are granted to nobody.';

create function migrate.classify(p_relation regclass, p_class text, variadic p_columns name[]) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  insert into migrate.columns as c (relation, name, class)
  select p_relation, n.name, p_class
  from unnest(p_columns) as n (name)
  on conflict (relation, name) do update set class = excluded.class
$$;
comment on function migrate.classify(regclass, text, name[]) is
  'Takes a table, open, personal or secret, and columns of it. For versioned files: called where the columns are declared, and again to change it. The next migrate.py up grants accordingly.';

select
  migrate.classify('app.users', 'personal', 'identity_hash'),
  migrate.classify('app.telegram_identities', 'personal', 'telegram_id', 'username', 'first_name'),
  migrate.classify('app.conversations', 'personal', 'telegram_id', 'chat_id', 'data'),
  migrate.classify('billing.trials', 'personal', 'identity_hash'),
  migrate.classify('billing.orders', 'secret', 'token'),
  migrate.classify('inbox.updates', 'personal', 'lane', 'body'),
  migrate.classify('inbox.money_events', 'personal', 'telegram_id', 'invoice_payload', 'details'),
  migrate.classify('inbox.unqueued', 'personal', 'lane'),
  migrate.classify('inbox.refused_bodies', 'personal', 'body'),
  migrate.classify('outbox.lanes', 'personal', 'lane'),
  migrate.classify('outbox.messages', 'personal', 'lane', 'payload'),
  migrate.classify('outbox.dead_letters', 'personal', 'lane', 'payload'),
  migrate.classify('vpn.access', 'secret', 'uuid', 'link');

-- What could be read until now stays open. This is the last file that says so of columns which it does not name.
insert into migrate.columns (relation, name, class)
select c.oid, a.attname, 'open'
from pg_catalog.pg_class as c
join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relkind in ('r', 'p')
  and c.relnamespace::regnamespace::text in (
    'app', 'ledger', 'billing', 'vpn', 'inbox', 'outbox', 'jobs', 'migrate'
  )
on conflict do nothing;

-- Money that comes from outside is booked from what was stored as it came, and only tickover_payments may store. A
-- bot of the release before stores as tickover_bot, so where there is one it may go on until an operator says that
-- none is left.
insert into app.flags (name, enabled, description)
select
  'old_bots', exists(select from app.users),
  'Letting bots of release 0.2 store updates, as tickover_bot. Changed by ops.allow_old_bots() only.';
