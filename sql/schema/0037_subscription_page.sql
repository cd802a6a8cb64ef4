-- The subscription page: an address for each subscription, under which apps find its links and people find help, and
-- the apps that it recommends. The page is served by a process and a role of its own, which may execute only what is
-- in the schema page: what stands on the internet can act for nobody.
--
-- Nothing is rewritten: a subscription gets its address when it is first asked for.

create schema page;
comment on schema page is 'The only functions that the subscription page may call. They read, and change nothing.';

-- Who knows the token sees the links, so it is a secret: 192 random bits. It is found by its hash, so that it stands
-- in no statement, and the time of a search says nothing about tokens that are almost right.
create table vpn.subscription_addresses (
  subscription_id bigint primary key references billing.subscriptions,
  token text not null constraint token_has_192_bits check (token ~ '^[A-Za-z0-9_-]{32}$'),
  number integer not null default 1 constraint number_is_positive check (number > 0),
  issued_at timestamptz not null
);
create unique index subscription_addresses_by_hash on vpn.subscription_addresses (sha256(token::bytea));
comment on table vpn.subscription_addresses is
  'The address of a subscription''s page: <PAGE_URL>/sub/<token>. A new token replaces the old one at once.';
comment on column vpn.subscription_addresses.token is 'The secret part of the address: 192 bits, base64url.';
comment on column vpn.subscription_addresses.number is
  'How often it was issued. A request to replace it names the one that it replaces, so a repeated request does nothing.';
comment on column vpn.subscription_addresses.issued_at is 'Business time, UTC.';
create trigger rows_are_not_lost
  before truncate on vpn.subscription_addresses
  for each statement execute function app.refuse_loss();
alter table vpn.subscription_addresses enable always trigger rows_are_not_lost;

-- When a link leaked, the access gets another uuid. A panel that knows accounts by their uuid alone has to be told
-- to forget the former ones.
alter table vpn.access add column former uuid[] not null default '{}';
comment on column vpn.access.former is
  'Identities that were replaced (vpn.reissue) and that the panel has not yet confirmed to have forgotten.';

-- Stores withdraw these apps, and bring them back. So each row has its time, and an owner edits them in a minute:
--   update vpn.client_apps set valid_until = '2026-12-01' where code = 'happ' and platform = 'ios';
create table vpn.client_apps (
  id bigint generated always as identity primary key,
  code text not null constraint code_is_a_word check (code ~ '^[a-z][a-z0-9_]{1,31}$'),
  title text not null constraint title_fits_a_button check (length(title) between 1 and 40),
  platform text not null
    constraint platform_is_known check (platform in ('ios', 'android', 'windows', 'macos', 'linux', 'tv')),
  locale text constraint locale_is_a_language check (locale ~ '^[a-z]{2}$'),
  link_template text
    constraint link_has_a_place_for_the_address check (link_template ~ '\{url(_encoded)?\}')
    constraint link_opens_an_app check (
      link_template ~ '^[a-z][a-z0-9+.-]{2,31}://[^\s"''<>\\]+$'
      and split_part(link_template, ':', 1) not in (
        'http', 'https', 'javascript', 'data', 'blob', 'file', 'filesystem', 'about', 'vbscript', 'view-source'
      )
    ),
  store_url text not null
    constraint store_is_https check (store_url ~ '^https://[!-~]+$' and store_url !~ '["''<>\\]'),
  position integer not null,
  recommended boolean not null default false,
  valid_from timestamptz,
  valid_until timestamptz,
  checked_at timestamptz,
  constraint valid_for_a_while check (valid_until > valid_from),
  constraint one_at_a_time exclude using gist (
    code with =, platform with =, coalesce(locale, '') with =, tstzrange(valid_from, valid_until) with &&
  )
);
comment on table vpn.client_apps is 'Apps that open the address of a subscription, by platform and time. Written by the owner.';
comment on column vpn.client_apps.code is 'The same on all platforms and in all rows of an app.';
comment on column vpn.client_apps.locale is 'Language of those who are offered it; null for everybody.';
comment on column vpn.client_apps.link_template is
  'What opens the app and adds the subscription: {url} is its address, {url_encoded} the same percent-encoded, {name} the shop''s name. Null where an app has no such link.';
comment on column vpn.client_apps.store_url is 'Where the app is installed from.';
comment on column vpn.client_apps.position is 'Order on its platform.';
comment on column vpn.client_apps.recommended is 'Shown first; the others under "other apps".';
comment on column vpn.client_apps.valid_from is 'From when it is offered, UTC; null for always so far.';
comment on column vpn.client_apps.valid_until is 'Until when it is offered, UTC; null for no end.';
comment on column vpn.client_apps.checked_at is 'When somebody saw last that store and link work, UTC; null for never.';
create trigger changes_are_audited
  after insert or update or delete on vpn.client_apps
  for each row execute function app.record_owner_change('client_app');
alter table vpn.client_apps enable always trigger changes_are_audited;

insert into vpn.client_apps
  (code, title, link_template, platform, locale, position, recommended, store_url, checked_at)
select a.code, a.title, a.link, o.platform, o.locale, o.position, o.recommended, o.store, o.checked_at::timestamptz
from (values
  ('happ', 'Happ', 'happ://add/{url}'),
  ('incy', 'INCY', 'incy://add/{url}'),
  ('hiddify', 'Hiddify', 'hiddify://import/{url}#{name}'),
  ('streisand', 'Streisand', 'streisand://import/{url}'),
  ('v2raytun', 'v2RayTun', 'v2raytun://import/{url}'),
  ('v2rayng', 'v2rayNG', 'v2rayng://install-config?url={url_encoded}'),
  ('flclash', 'FlClash', 'flclash://install-config?url={url_encoded}'),
  ('clash_verge', 'Clash Verge', 'clash://install-config?url={url_encoded}&name={name}'),
  ('happ_tv', 'Happ', null)
) as a (code, title, link)
join (values
  ('incy', 'ios', 'ru', 1, true, 'https://apps.apple.com/app/id6756943388', '2026-11-27Z'),
  ('happ', 'ios', null, 2, true, 'https://apps.apple.com/app/id6504287215', '2026-11-27Z'),
  ('incy', 'ios', null, 3, true, 'https://apps.apple.com/app/id6756943388', '2026-11-27Z'),
  ('streisand', 'ios', null, 4, false, 'https://apps.apple.com/app/id6450534064', null),
  ('v2raytun', 'ios', null, 5, false, 'https://apps.apple.com/app/id6476628951', null),
  ('happ', 'android', null, 1, true, 'https://play.google.com/store/apps/details?id=com.happproxy', '2026-11-27Z'),
  ('incy', 'android', null, 2, true, 'https://play.google.com/store/apps/details?id=llc.itdev.incy', '2026-11-27Z'),
  ('hiddify', 'android', null, 3, false, 'https://github.com/hiddify/hiddify-app/releases/latest', null),
  ('v2rayng', 'android', null, 4, false, 'https://github.com/2dust/v2rayNG/releases/latest', null),
  ('flclash', 'android', null, 5, false, 'https://github.com/chen08209/FlClash/releases/latest', null),
  ('happ', 'windows', null, 1, true, 'https://github.com/Happ-proxy/happ-desktop/releases/latest', '2026-11-27Z'),
  ('incy', 'windows', null, 2, true, 'https://github.com/INCY-DEV/incy-platforms/releases/latest', '2026-11-27Z'),
  ('hiddify', 'windows', null, 3, false, 'https://github.com/hiddify/hiddify-app/releases/latest', null),
  ('clash_verge', 'windows', null, 4, false,
    'https://github.com/clash-verge-rev/clash-verge-rev/releases/latest', null),
  ('incy', 'macos', 'ru', 1, true, 'https://apps.apple.com/app/id6756943388', '2026-11-27Z'),
  ('happ', 'macos', null, 2, true, 'https://github.com/Happ-proxy/happ-desktop/releases/latest', '2026-11-27Z'),
  ('incy', 'macos', null, 3, true, 'https://apps.apple.com/app/id6756943388', '2026-11-27Z'),
  ('hiddify', 'macos', null, 4, false, 'https://github.com/hiddify/hiddify-app/releases/latest', null),
  ('happ', 'linux', null, 1, true, 'https://github.com/Happ-proxy/happ-desktop/releases/latest', '2026-11-27Z'),
  ('hiddify', 'linux', null, 2, true, 'https://github.com/hiddify/hiddify-app/releases/latest', null),
  ('flclash', 'linux', null, 3, false, 'https://github.com/chen08209/FlClash/releases/latest', null),
  ('happ_tv', 'tv', null, 1, true, 'https://play.google.com/store/apps/details?id=com.happproxy', '2026-11-27Z')
) as o (code, platform, locale, position, recommended, store, checked_at) on o.code = a.code;

insert into app.settings (name, value, description) values
  (
    'support_url', 'null',
    'Where people ask for help: https://t.me/..., tg://..., mailto:... or another https address; null for nowhere.'
  ),
  (
    'contact_url', 'null',
    'Where the shop is reached without Telegram: mailto:... or an https address outside it; null for nowhere.'
  ),
  ('page_update_hours', '12', 'How often apps read a subscription''s links anew, in hours.');

select
  migrate.classify('vpn.subscription_addresses', 'open', 'subscription_id', 'number', 'issued_at'),
  migrate.classify('vpn.subscription_addresses', 'secret', 'token'),
  migrate.classify('vpn.access', 'secret', 'former'),
  migrate.classify(
    'vpn.client_apps', 'open', 'id', 'code', 'title', 'platform', 'locale', 'link_template', 'store_url', 'position',
    'recommended', 'valid_from', 'valid_until', 'checked_at'
  );
