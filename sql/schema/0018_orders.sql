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

-- What a period gives is frozen on it, so that what runs now can differ from what comes after it. Not filled for
-- periods of before, see billing.plan_of_period: that would rewrite all of them while the shop waits.
alter table billing.periods add column plan_id bigint references billing.plans;
comment on column billing.periods.plan_id is
  'The plan that it gives; null for one of before this column, see billing.plan_of_period.';
comment on column billing.subscriptions.plan_id is
  'Plan of the last period; what runs now is billing.current_plan.';

-- A tap that is handled twice opens one top-up.
alter table billing.orders add column request uuid;
create unique index orders_by_request on billing.orders (request) where request is not null;
comment on column billing.orders.request is 'Drawn by whoever asks for a top-up, before asking: the same again gets the same order.';

-- What a provider of payments refuses is known to nobody else: its least and greatest amounts move with the rates, and
-- its keys are revoked. Believed for a while, and then tried again.
create table billing.invoice_refusals (
  provider text not null constraint provider_is_a_word check (provider ~ '^[a-z_]{1,24}$'),
  currency app.currency not null,
  kind text not null constraint kind_is_known check (kind in ('too_small', 'too_great', 'unavailable')),
  amount bigint not null constraint amount_is_positive check (amount > 0),
  error text not null,
  at timestamptz not null,
  primary key (provider, currency, kind)
);
comment on table billing.invoice_refusals is
  'The last invoice of a kind that a provider refused to make. too_small, too_great: its amount; unavailable: not because of the amount.';
comment on column billing.invoice_refusals.amount is 'Of the invoice, minor units.';
comment on column billing.invoice_refusals.at is 'Business time, UTC.';

-- An invoice can be paid for as long as it is seen.
create table billing.invoice_messages (
  order_id bigint primary key references billing.orders,
  user_id bigint not null references app.users,
  message_id bigint not null,
  useless_at timestamptz not null,
  asked_at timestamptz
);
create index invoice_messages_of_user on billing.invoice_messages (user_id);
create index invoice_messages_by_time on billing.invoice_messages (useless_at) where asked_at is null;
comment on table billing.invoice_messages is 'Invoices that stand in a chat, until the bot takes them away.';
comment on column billing.invoice_messages.useless_at is 'When its order expires, business time, UTC.';
comment on column billing.invoice_messages.asked_at is 'When the bot was asked to take it away.';

-- Settings that name or bound each other are looked at when the transaction ends, so that they can be changed together.
create function app.check_settings() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  v_wanted text := app.contradicting_settings();
begin
  if v_wanted is not null then
    raise exception using
      errcode = 'TK063',
      message = format('%s: %s', tg_table_schema || '.' || tg_table_name, v_wanted),
      hint = 'Change what contradicts it in the same transaction.';
  end if;
  return null;
end
$$;
comment on function app.check_settings() is
  'Trigger that refuses what would leave settings that contradict one another, or name a plan that is none. Raises TK063.';
create constraint trigger settings_agree
  after update of value or delete on app.settings
  deferrable initially deferred
  for each row execute function app.check_settings();
alter table app.settings enable always trigger settings_agree;
create constraint trigger settings_name_a_plan
  after update of code or delete on billing.plans
  deferrable initially deferred
  for each row execute function app.check_settings();
alter table billing.plans enable always trigger settings_name_a_plan;

-- Who renames a plan does not mean to end the trials.
create function billing.rename_in_settings() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  update app.settings as s
  set value = to_jsonb(new.code)
  where s.name = 'trial_plan' and s.value = to_jsonb(old.code);
  return null;
end
$$;
comment on function billing.rename_in_settings() is 'Trigger that lets the setting trial_plan follow the code of its plan.';
create trigger settings_follow
  after update of code on billing.plans
  for each row when (new.code <> old.code) execute function billing.rename_in_settings();
alter table billing.plans enable always trigger settings_follow;

-- Where access is to be made is about us: what was bought or given while no panel is enabled waits for one.
alter table vpn.access alter column panel_id drop not null;
comment on column vpn.access.panel_id is 'Where it is; null while no panel was enabled when it was asked for.';
create index access_without_a_panel on vpn.access (subscription_id) where panel_id is null;

create function vpn.place_waiting() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  v_panel_id bigint;
  v_ids bigint[];
begin
  select p.id into v_panel_id from vpn.panels as p where p.enabled order by p.id limit 1;
  if not found then
    return null;
  end if;
  with placed as (
    update vpn.access as a
    set panel_id = v_panel_id
    where a.panel_id is null
    returning a.subscription_id
  )
  select array_agg(p.subscription_id order by p.subscription_id) into v_ids from placed as p;
  if v_ids is not null then
    perform vpn.enqueue_apply(v_ids);
    perform jobs._note_alarm('no_panel', null);
  end if;
  return null;
end
$$;
comment on function vpn.place_waiting() is
  'Trigger that gives a panel that was enabled the access that waits for one.';
create trigger what_waits_is_placed
  after insert or update of enabled on vpn.panels
  for each statement execute function vpn.place_waiting();
alter table vpn.panels enable always trigger what_waits_is_placed;
