-- Which languages the shop offers, and which one a new user begins with.
begin;
select plan(17);

\ir fixtures/clock.psql
create temporary view languages as
select array_agg(l.locale) as offered from api.languages() as l;

select is(
  (select offered from languages), '{en,ru,de,kk,uz,ar,tg,fa}', 'a new shop offers all, in the order of the picker'
);
select is(
  (select array_agg(l.locale) from page.languages() as l), (select offered from languages), 'the page offers the same'
);

-- A guess from Telegram
select results_eq(
  $$select t.code, app.language_for(t.code)
    from (values ('de'), ('DE-at'), ('uz-Latn-UZ'), ('ar'), ('xx'), ('r'), (''), (null)) as t (code)$$,
  $$values
      ('de', 'de'), ('DE-at', 'de'), ('uz-Latn-UZ', 'uz'), ('ar', 'ar'), ('xx', 'en'), ('r', 'en'), ('', 'en'), (null, 'en')$$,
  'the language of the client, whatever its region and script; English for one that nobody offers'
);
select is((select locale from api.start(-1, sha256('one'), null, 'Ann', 'fa-IR')), 'fa', 'a new user begins with it');
select is((select outcome from api.set_language(-1, 'kk')), 'ok', 'and picks another one');

-- Another choice of the shop
update app.settings set value = '["ru", "kk", "tg"]' where name = 'languages';
select is((select offered from languages), '{ru,kk,tg}', 'the shop offers others, in its order');
select is(app.language_for('de'), 'ru', 'the first is for those whose language is not offered');
select is(app.language_for('tg'), 'tg', 'others find theirs');
select is((select outcome from api.set_language(-1, 'de')), 'unknown_language', 'what is not offered cannot be picked');
select is((select locale from api.start(-1, sha256('one'), null, 'Ann', 'fa')), 'kk', 'who has picked one keeps it');
update app.settings set value = '["ru"]' where name = 'languages';
select is(
  (select locale from api.start(-1, sha256('one'), null, 'Ann', 'fa')), 'kk', 'also where it is not offered any more'
);
select results_eq(
  $$select locale, locale_chosen from api.start(-2, sha256('two'), null, 'Bob', 'en')$$,
  $$values ('ru'::text, true)$$,
  'where there is only one, nobody is asked'
);

-- Values that make no sense
select is(
  (
    select array_agg(t.value)
    from (values
      ('[]'), ('["xx"]'), ('["en", "en"]'), ('["ru", "en", "ru"]'), ('"en"'), ('null'), ('["en", 1]'), ('["EN"]')
    ) as t (value)
    where app.refused_setting('languages', t.value::jsonb) is null
  ),
  null,
  'no empty list, no unknown language, none twice'
);
select is(app.refused_setting('languages', '["uz", "ru"]'), null, 'any order');
select throws_ok(
  $$update app.settings set value = '["en", "xx"]' where name = 'languages'$$, 'TK063', null, 'the table refuses others'
);
select throws_ok(
  $$update app.users set locale = 'xx' where identity_hash = sha256('one')$$, '23514', null, 'as does that of users'
);
select lives_ok(
  $$update app.users set locale = 'ar' where identity_hash = sha256('one')$$, 'which takes each known one'
);

select * from finish();
rollback;
