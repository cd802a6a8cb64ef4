-- More languages, and which of them a shop offers. Of app.users only the check of the locale changes: no row is
-- rewritten.
alter table app.users
  drop constraint locale_is_known,
  add constraint locale_is_known check (locale in ('en', 'ru', 'de', 'kk', 'uz', 'ar', 'tg', 'fa')) not valid;
alter table app.users validate constraint locale_is_known;

insert into app.settings (name, value, description) values (
  'languages', '["en", "ru", "de", "kk", "uz", "ar", "tg", "fa"]',
  'The languages that are offered, in order. The first is for those who use none of them; one alone is not asked for.'
);

-- What is the same word in all languages, such as Mastercard, needs no text of its own.
update billing.method_titles
set title = title || '{
  "de": "Bankkarte •\\1", "kk": "Банк картасы •\\1", "uz": "Bank kartasi •\\1", "ar": "بطاقة مصرفية •\\1",
  "tg": "Корти бонкӣ •\\1", "fa": "کارت بانکی •\\1"
}'
where title ->> 'en' = 'Bank card •\1';
