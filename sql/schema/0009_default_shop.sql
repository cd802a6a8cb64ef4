-- The shop that a newcomer finds: two plans at the field's usual prices. Owners change them in SQL or,
-- later, in the admin menu; a price is changed by closing its row and opening the next.

insert into billing.plans (code, title, benefits, device_limit, position) values
  ('basic',
   '{"en": "Basic", "ru": "Базовый"}',
   '{"en": "3 devices, unlimited traffic", "ru": "3 устройства, безлимитный трафик"}', 3, 1),
  ('plus',
   '{"en": "Plus", "ru": "Плюс"}',
   '{"en": "8 devices, fastest servers", "ru": "8 устройств, самые быстрые серверы"}', 8, 2);

insert into billing.prices (plan_id, period_count, period_unit, amount, currency, valid)
select p.id, o.days, 'day', o.amount, 'RUB', tstzrange('2026-01-01 00:00:00+00', null)
from (values
  ('basic', 30, 14900), ('basic', 90, 39900), ('basic', 180, 74900), ('basic', 365, 139900),
  ('plus', 30, 29900), ('plus', 90, 69900), ('plus', 180, 119900), ('plus', 365, 229900)
) as o (plan, days, amount)
join billing.plans as p on p.code = o.plan
order by p.position, o.days;

insert into vpn.panels (code, kind, base_url) values ('main', 'xray-api', 'http://127.0.0.1:8081/panel');
