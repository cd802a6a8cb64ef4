create or replace function broadcast.places() returns table (place text, label text)
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  values
    ('plans', 'button-buy'), ('renew', 'button-renew'), ('access', 'button-connect'), ('topup', 'button-topup'),
    ('profile', 'button-profile'), ('invite', 'button-invite'), ('gift', 'button-gift'), ('promo', 'button-promo'),
    ('support', 'button-support'), ('menu', 'button-menu')
$$;
comment on function broadcast.places() is
  'The screens of the bot to which a button of a broadcast can lead, and the text on it where it has no label of its own.';
