-- Orders and what follows from them: a purchase that could not be made when its money came is tried again.

-- An order that was paid for and could not be bought through no fault of its user. Empty while all is well.
create table billing.unbought (
  order_id bigint primary key references billing.orders,
  user_id bigint not null references app.users,
  since timestamptz not null,
  next_at timestamptz not null,
  attempts integer not null default 1 constraint attempts_are_counted check (attempts > 0),
  sqlstate text,
  error text not null
);
create index unbought_by_time on billing.unbought (next_at);
comment on table billing.unbought is
  'Orders whose money is there and that could not be bought: the job buy_waiting tries them again until they are, or until their users have bought otherwise.';
comment on column billing.unbought.since is 'When it failed first, business time, UTC; so is next_at, when it is tried again.';
comment on column billing.unbought.attempts is 'How often it failed.';
comment on column billing.unbought.sqlstate is 'Of the last failure; null when it was an outcome, which error names.';

-- What a correction is, where something that was sold or paid hangs on the transfer.
create or replace function app.refuse_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception using
    errcode = 'TK001',
    message = format('%I.%I is append-only: %s refused', tg_table_schema, tg_table_name, lower(tg_op)),
    detail = 'Rows of this table are never updated or deleted, not even by its owner.',
    hint = 'Record a new fact instead: ops.reverse_charge(), ops.refund(), ops.credit() and ops.debit() correct what was sold or paid, ledger.reverse() a transfer that nothing else names.';
end
$$;
