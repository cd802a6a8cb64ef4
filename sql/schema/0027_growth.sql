-- What only grows may shrink again. Each table that a shop's daily life fills says how long its rows are kept, and a
-- job takes what is older, batch by batch; docs/operations.md lists all of them. Nothing is rewritten here: a shop
-- of 100k subscriptions waits for the two indexes, a second or so.

insert into app.settings (name, value, description) values
  ('keep_audit_days', '1825', 'How long the audit is kept; what owners and operators did always is.'),
  ('keep_notices_days', '90', 'How long it is remembered what users were told about periods that are over.');

-- The audit keeps what its readers need: who runs the shop is answerable for ever, and what a gift gave and what was
-- called undeliverable is written nowhere else. So rows stay between those that go, and a purge remembers how far it
-- has looked.
create table app.purges (
  name text primary key,
  done_to bigint not null
);
comment on table app.purges is 'How far a purge has looked, of tables of which some rows are always kept.';
comment on column app.purges.name is 'The table.';
comment on column app.purges.done_to is 'The last id that was looked at: what is left below it stays.';
select migrate.classify('app.purges', 'open', 'name', 'done_to');

create function app.check_forgetting() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if not app.may_forget(old) then
    raise exception using
      errcode = 'TK001',
      message = format('line %s of the audit is not to be forgotten', old.id),
      detail = 'The audit is append-only. What happened by itself goes when it is older than keep_audit_days.',
      hint = 'Record a new fact instead.';
  end if;
  return old;
end
$$;
comment on function app.check_forgetting() is
  'Trigger that lets lines of the audit go when app.may_forget says so. Raises TK001.';

drop trigger audit_is_append_only on app.audit;
create trigger audit_is_append_only
  before update or truncate on app.audit
  for each statement execute function app.refuse_change();
alter table app.audit enable always trigger audit_is_append_only;
create trigger audit_is_kept
  before delete on app.audit
  for each row execute function app.check_forgetting();
alter table app.audit enable always trigger audit_is_kept;

create index notices_by_age on billing.notices (created_at);
create index late_deliveries_made_up on vpn.late_deliveries (made_up_at) where made_up_at is not null;
