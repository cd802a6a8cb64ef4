-- The first call for every chat. It finds a person by the Telegram id or, when the identity was erased, by its hash.
-- So a returning user is recognised, and a used trial stays used.
create or replace function api.start(
  p_telegram_id bigint,
  p_identity_hash bytea,
  p_username text,
  p_first_name text,
  p_language_code text,
  p_payload text default null
) returns table (
  user_id bigint,
  outcome text,
  locale text,
  locale_chosen boolean,
  goes_to text,
  plan_id bigint,
  gift boolean
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  outcome := 'known';
  select i.user_id into user_id from app.telegram_identities as i where i.telegram_id = p_telegram_id;
  if not found then
    if exists (select from app.blocked as b where b.telegram_id = p_telegram_id) then
      outcome := 'blocked';
      return next;
      return;
    end if;
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

  perform app.keep_start_link(start.user_id, p_payload, outcome = 'new');
  if outcome = 'new' and p_payload is not null then
    perform billing.keep_origin(start.user_id);
  end if;
  gift := coalesce(p_payload ~ '^gift_', false);
  if p_payload ~ '^owner_' then
    perform app.open_owner_link(start.user_id, substr(p_payload, 7));
  elsif p_payload = 'support' then
    goes_to := 'support';
  elsif p_payload ~ '^plan_' then
    select 'plan', p.id into goes_to, plan_id
    from billing.plans as p
    where p.code = substr(p_payload, 6) and p.id in (select o.plan_id from billing.offers_to(start.user_id) as o);
  end if;
  select u.locale, u.locale_chosen or cardinality(app.languages()) = 1 into locale, locale_chosen
  from app.users as u
  where u.id = user_id;
  return next;
end
$$;
comment on function api.start(bigint, bytea, text, text, text, text) is
  'Creates or finds the user of a chat and records the names. p_identity_hash: HMAC-SHA256 of the Telegram id; p_language_code: of the Telegram client, selects the first locale, see app.language_for; p_payload: what follows /start, null for nothing; see app.keep_start_link, billing.keep_origin and app.open_owner_link. outcome: new, known, or blocked (on the blacklist and no user: nobody is created). locale_chosen: whether there is nothing to ask, because the user picked a language or only one is offered. goes_to: where a link leads, support or plan (with plan_id, which is sold to the user); null for the menu, also for a link that is not known. gift: it is the link of a gift, whether or not it opens one, see api.opened_gift.';
