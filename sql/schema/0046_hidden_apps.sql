-- A store withdraws an app in one country, and people there speak one language: a row for the language says that the
-- app is not offered to them. Streisand and v2RayTun left the Russian App Store on 28 March 2026.
alter table vpn.client_apps add column offered boolean not null default true;
comment on column vpn.client_apps.offered is
  'False for a row that hides the app from those who use its language.';
select migrate.classify('vpn.client_apps', 'open', 'offered');

insert into vpn.client_apps (code, title, link_template, platform, locale, position, store_url, offered)
select a.code, a.title, a.link_template, a.platform, 'ru', a.position, a.store_url, false
from vpn.client_apps as a
where a.code in ('streisand', 'v2raytun') and a.platform = 'ios' and a.locale is null
on conflict do nothing;
