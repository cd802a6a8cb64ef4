-- A person's first start decides which user or campaign brought him, whatever link he opens later. For a promo code or
-- a gift, the link that he opened last counts; billing.open_gift_link decides whether it is valid.
create or replace function app.keep_start_link(p_user_id bigint, p_payload text, p_is_new boolean) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_link constant text[] := regexp_match(p_payload, '^(ref|ad|promo|gift)_([A-Za-z0-9_-]{1,60})$');
begin
  if v_link is null or (v_link[1] in ('ref', 'ad') and not p_is_new) then
    return;
  end if;
  if v_link[1] = 'gift' then
    perform billing.open_gift_link(p_user_id, v_link[2]);
    return;
  end if;
  insert into app.start_links (user_id, kind, code, came_at)
  values (p_user_id, v_link[1], v_link[2], app.now())
  on conflict (user_id, kind) do update set code = excluded.code, came_at = excluded.came_at;
end
$$;
comment on function app.keep_start_link(bigint, text, boolean) is
  'Takes what followed /start and whether it was the user''s first; remembers ref_, ad_, promo_ and gift_ with their codes in app.start_links, and nothing else.';
