-- What the admin menu shows about settings, and texts of the shop that are rows and not files.

alter table app.settings
  add column default_value jsonb,
  add column essential boolean not null default false;
comment on column app.settings.default_value is 'What a new shop has; filled in with the first value where it is not given.';
comment on column app.settings.essential is 'Whether an owner has to decide it; all others have a value that fits most shops.';
alter table app.flags
  add column default_enabled boolean,
  add column essential boolean not null default false;
comment on column app.flags.default_enabled is 'What a new shop has; filled in with the first value where it is not given.';
comment on column app.flags.essential is 'See app.settings.essential.';
select
  migrate.classify('app.settings', 'open', 'default_value', 'essential'),
  migrate.classify('app.flags', 'open', 'default_enabled', 'essential');

update app.settings as s
set default_value = d.value::jsonb
from (values
  ('currency', '"RUB"'), ('trial_hours', '72'), ('trial_plan', '"basic"'), ('order_minutes', '30'),
  ('topup_presets', '[25000, 75000, 99900]'), ('topup_min', '10000'), ('topup_max', '10000000'),
  ('keep_job_runs_days', '30'), ('keep_inbox_days', '7'), ('grace_hours', '24'), ('delivery_hours_new', '6'),
  ('delivery_hours_renewal', '24'), ('late_delivery_minutes', '15'), ('keep_orders_days', '90'),
  ('subscriptions_per_user', '1'), ('keep_audit_days', '1825'), ('keep_notices_days', '90'), ('charge_attempts', '4'),
  ('charge_hold_hours', '24'), ('reconcile_hour', '4'), ('reconcile_days', '3'),
  ('dispute_ends_access', '"when_opened"'),
  ('keep_payment_events_days', '30'), ('drift_percent', '1'), ('drift_most', '500'), ('support_url', 'null'),
  ('contact_url', 'null'), ('page_update_hours', '12'), ('timezone', '"Europe/Moscow"'), ('quiet_from', '22'),
  ('quiet_to', '9'), ('incident', 'null'), ('support_chat', 'null'), ('ticket_reopen_hours', '72'),
  ('keep_tickets_days', '730'), ('required_channels', '[]'), ('channel_check_minutes', '10'), ('terms', 'null'),
  ('terms_version', 'null'), ('languages', '["en", "ru", "de", "kk", "uz", "ar", "tg", "fa"]'),
  ('lowest_price', 'null'),
  ('vip_percent', '30'), ('promo_attempts', '10'), ('promo_attempts_all', '1000'), ('referral_reward', '"percent"'),
  ('referral_sum', '10000'), ('referral_days', '7'), ('referral_hold_days', '14'), ('referral_second_percent', '0'),
  ('referral_trial_hours', '0'), ('referral_welcome', '0'), ('gift_days', '30'), ('gift_attempts', '10'),
  ('gift_attempts_of_all', '1000'), ('game_days', '7'), ('withdrawal_min', '{"RUB": 50000}'),
  ('withdrawal_second_approver_above', '{"RUB": 1000000}'), ('withdrawal_business_days', '3'),
  ('payout_asset', '"USDT"')
) as d (name, value)
where d.name = s.name;
update app.settings as s set default_value = s.value where s.default_value is null;
update app.settings as s
set essential = true
where s.name in (
  'currency', 'timezone', 'languages', 'support_url', 'contact_url', 'trial_plan', 'trial_hours', 'terms',
  'terms_version', 'required_channels'
);
update app.flags as f set default_enabled = true, essential = f.name in ('trials', 'purchases', 'referrals');

create function app.note_default() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_table_name = 'settings' then
    new.default_value := coalesce(new.default_value, new.value);
  else
    new.default_enabled := coalesce(new.default_enabled, new.enabled);
  end if;
  return new;
end
$$;
comment on function app.note_default() is 'Trigger that takes the first value of a setting or a flag for its default.';
create trigger defaults_are_noted before insert on app.settings for each row execute function app.note_default();
create trigger defaults_are_noted before insert on app.flags for each row execute function app.note_default();
alter table app.settings enable always trigger defaults_are_noted;
alter table app.flags enable always trigger defaults_are_noted;

-- Besides contradictions, what the changed setting cannot do in this shop.
create or replace function app.check_settings() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  v_wanted text := app.contradicting_settings();
begin
  if v_wanted is null and tg_relid = 'app.settings'::regclass and tg_op = 'UPDATE'
    and to_regprocedure('app.unusable_setting(text, jsonb)') is not null
  then
    v_wanted := app.unusable_setting(new.name, app.setting(new.name));
  end if;
  if v_wanted is not null then
    raise exception using
      errcode = 'TK063',
      message = format('%s: %s', tg_table_schema || '.' || tg_table_name, v_wanted),
      hint = 'Change what contradicts it in the same transaction.';
  end if;
  return null;
end
$$;

-- Texts of the shop.
create table app.editable_texts (
  name text primary key constraint name_is_one_of_a_text check (name ~ '^[a-z]+(-[a-z]+)*$'),
  position integer not null unique,
  variables text[] not null default '{}',
  longest integer not null default 1500 constraint longest_fits_a_message check (longest between 1 and 3000),
  plain boolean not null default false
);
comment on table app.editable_texts is
  'The texts that a shop may replace by its own (app.shop_texts): names of messages of texts/, and brand, the shop''s name in all of them.';
comment on column app.editable_texts.position is 'Order in the admin menu.';
comment on column app.editable_texts.variables is
  'What the message is given; a text of the shop writes each of them as {name}. {brand} may stand in any but brand itself.';
comment on column app.editable_texts.longest is 'Most characters.';
comment on column app.editable_texts.plain is 'Whether it has no tags; the others may have those of Telegram''s HTML.';
insert into app.editable_texts (name, position, longest, plain) values
  ('brand', 1, 32, true), ('menu-welcome', 2, 1000, false), ('menu-hint-try', 3, 300, false),
  ('menu-hint-buy', 4, 300, false), ('help', 5, 3000, false), ('support', 6, 1500, false), ('faq-pay', 7, 3000, false),
  ('faq-connect', 8, 3000, false), ('faq-slow', 9, 3000, false), ('faq-devices', 10, 3000, false),
  ('faq-refund', 11, 3000, false), ('plans-empty', 12, 1000, false), ('plans-paused', 13, 1000, false),
  ('invite-message', 14, 300, true), ('page-over', 18, 500, true), ('page-waiting', 19, 500, true);
insert into app.editable_texts (name, position, variables) values
  ('trial-second-day', 15, '{expires_at}'), ('never-connected', 16, '{plan,ends_at}'),
  ('trial-first-hours', 17, '{expires_at}');
select migrate.classify('app.editable_texts', 'open', 'name', 'position', 'variables', 'longest', 'plain');

create table app.shop_texts (
  name text not null references app.editable_texts,
  locale text not null constraint locale_is_known check (
    locale in ('all', 'en', 'ru', 'de', 'kk', 'uz', 'ar', 'tg', 'fa')
  ),
  text text,
  version bigint not null unique,
  changed_at timestamptz not null,
  primary key (name, locale),
  constraint all_have_one_brand check (locale <> 'all' or name = 'brand')
);
comment on table app.shop_texts is
  'Texts that the shop writes itself, by language. Written by ops.set_text(); the programs read them every twenty seconds (app.shop_texts_since).';
comment on column app.shop_texts.locale is 'all: every language without a row of its own.';
comment on column app.shop_texts.text is
  'Telegram''s HTML with {name} for what varies, or plain text, see app.editable_texts; null: ours again.';
comment on column app.shop_texts.version is 'Numbers changes of all rows in their order, so that a program sees what is new.';
comment on column app.shop_texts.changed_at is 'Business time, UTC.';
create trigger changes_are_audited
  after insert or update or delete on app.shop_texts
  for each row execute function app.record_owner_change('shop_text');
alter table app.shop_texts enable always trigger changes_are_audited;
create trigger rows_are_not_lost
  before truncate on app.shop_texts
  for each statement execute function app.refuse_loss();
alter table app.shop_texts enable always trigger rows_are_not_lost;
select migrate.classify('app.shop_texts', 'open', 'name', 'locale', 'text', 'version', 'changed_at');
