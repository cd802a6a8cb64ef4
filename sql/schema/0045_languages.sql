-- More languages, and which of them a shop offers. Only the check of app.users.locale changes: no row is rewritten.
alter table app.users
  drop constraint locale_is_known,
  add constraint locale_is_known check (locale in ('en', 'ru', 'de', 'kk', 'uz', 'ar', 'tg', 'fa')) not valid;
alter table app.users validate constraint locale_is_known;

insert into app.settings (name, value, description) values (
  'languages', '["en", "ru", "de", "kk", "uz", "ar", "tg", "fa"]',
  'The languages that are offered, in order. The first is for those who use none of them; one alone is not asked for.'
);
