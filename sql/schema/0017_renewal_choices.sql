-- What a person decided stays decided, and what can pass is not final. "Not sold" and "not renewed" are two things; a
-- charge is announced for the end that it is for; a row that a job put aside is tried again; what was sold is history.

alter table billing.plans add column renewable boolean not null default true;
update billing.plans set renewable = false where not active;
comment on column billing.plans.active is 'Whether it is sold to those who do not have it.';
comment on column billing.plans.renewable is 'Whether those who have it may have it for another period.';

alter table billing.subscriptions
  add column unannounced boolean not null default false,
  add column charge_from timestamptz;
comment on column billing.subscriptions.unannounced is
  'Whether the next charge has to be announced before it is made, because what was said of it holds no longer: its end was moved, money was given back, or it was called not renewable.';
comment on column billing.subscriptions.charge_from is
  'Not charged by itself before this time, UTC: who was told of a charge has time to answer. Null when nothing has to be waited for.';
comment on column billing.subscriptions.cancelled_at is
  'When it was cancelled, by its user, an operator, or a refund that ends renewal: it ends at ends_at without grace or renewal. Null again when that is taken back, or when a period is bought after it was over.';
comment on table billing.notices is
  'What a user was told about the end of a period and still holds, so that it is told once; written with the message that says it, deleted with the one that says otherwise.';

alter type billing.renewal add attribute charge_from timestamptz;
comment on type billing.renewal is
  'A subscription that auto-renewal looked at. chat: where its user is told; null when that cannot be, is not yet to be, or is too late. outcome: renewed, waiting (nothing to do yet), or a kind of billing.notices: announced, ending, price_risen, short, grace, unavailable. account_id: the cash account; amount (minor units), currency, price_id, plan_id: what is on offer for the next period. number to anchor_number: the period to be written when renewed, else only the number of the last one. expires_at: until when access is kept. renew_at: when to look again. useful_until: until when the user is told. charge_from: of what is announced, before when it is not charged.';

alter table jobs.parked
  add column version bigint,
  add column attempts integer not null default 1 constraint attempts_are_counted check (attempts > 0),
  add column retry_at timestamptz not null default '-infinity';
comment on table jobs.parked is
  'Rows that a job could not process while their neighbours went through; it passes over them until retry_at, until they change, or until ops.unpark() is called.';
comment on column jobs.parked.version is 'The row''s version (of a subscription: its period_number) that failed: changed since, it is tried again. Null for none.';
comment on column jobs.parked.attempts is 'How often it failed.';
comment on column jobs.parked.retry_at is 'When the job tries it again by itself, business time, UTC.';

create function billing.check_price() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception using
    errcode = 'TK064',
    message = format('price %s is what was offered', old.id),
    detail = 'Periods and orders name the row that they were sold at: only the time in which it is valid can change.',
    hint = 'select ops.change_price(plan, count, unit, amount)';
end
$$;
comment on function billing.check_price() is
  'Trigger that refuses to rewrite what a price says, so that history shows what was charged. Raises TK064.';
create trigger prices_are_not_rewritten
  before update on billing.prices
  for each row
  when (
    (old.id, old.plan_id, old.period_count, old.period_unit, old.amount, old.currency::text)
    is distinct from (new.id, new.plan_id, new.period_count, new.period_unit, new.amount, new.currency::text)
  )
  execute function billing.check_price();
alter table billing.prices enable always trigger prices_are_not_rewritten;

insert into app.brakes (name, description, most, share, counted_by, span) values
  (
    'offers_lost', 'Ends of subscriptions whose plan is renewable but not on offer.', 5, 0.02, 'billing.count_active',
    '1 hour'
  );
