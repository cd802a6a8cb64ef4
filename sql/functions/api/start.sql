-- The first call for every chat. It finds a person by the Telegram id or, when the identity was erased, by its hash.
-- So a returning user is recognised, and a used trial stays used.
create or replace function api.start(
  p_telegram_id bigint,
  p_identity_hash bytea,
  p_username text,
  p_first_name text,
  p_language_code text
) returns table (user_id bigint, outcome text, locale text, locale_chosen boolean)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  outcome := 'known';
  select i.user_id into user_id from app.telegram_identities as i where i.telegram_id = p_telegram_id;
  if not found then
    insert into app.users as u (identity_hash, locale, created_at)
    values (p_identity_hash, app.language_for(p_language_code), app.now())
    on conflict on constraint users_identity_hash_key do nothing
    returning u.id into user_id;
    if found then
      outcome := 'new';
      perform app.record(format('user:%s', user_id), 'user.created', 'user', user_id, null, null);
    else
      select u.id into user_id from app.users as u where u.identity_hash = p_identity_hash;
    end if;
  end if;

  insert into app.telegram_identities as i (user_id, telegram_id, username, first_name, updated_at)
  values (start.user_id, p_telegram_id, p_username, p_first_name, app.now())
  on conflict on constraint telegram_identities_pkey do update
  set
    username = excluded.username,
    first_name = excluded.first_name,
    unreachable_since = null,
    updated_at = excluded.updated_at;

  select u.locale, u.locale_chosen or cardinality(app.languages()) = 1 into locale, locale_chosen
  from app.users as u
  where u.id = user_id;
  return next;
end
$$;
comment on function api.start(bigint, bytea, text, text, text) is
  'Creates or finds the user of a chat and records the names. p_identity_hash: HMAC-SHA256 of the Telegram id; p_language_code: of the Telegram client, selects the first locale, see app.language_for. outcome: new or known; locale_chosen: whether there is nothing to ask, because the user picked a language or only one is offered.';
