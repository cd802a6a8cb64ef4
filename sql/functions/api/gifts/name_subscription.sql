-- On a screen nobody can tell kinds of white space apart, so any of it becomes one blank.
create or replace function api.name_subscription(p_telegram_id bigint, p_subscription_id bigint, p_name text)
returns table (outcome text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
  v_name constant text := btrim(regexp_replace(coalesce(p_name, ''), '[\s[:cntrl:]]+', ' ', 'g'));
begin
  if not exists (select from billing.subscriptions as s where s.id = p_subscription_id and s.user_id = v_user_id) then
    outcome := 'unknown_subscription';
  elsif length(v_name) not between 1 and 20 then
    outcome := 'invalid';
  else
    outcome := 'named';
    insert into billing.subscription_names (subscription_id, name, named_at)
    values (p_subscription_id, v_name, app.now())
    on conflict (subscription_id) do update set name = excluded.name, named_at = excluded.named_at;
  end if;
  return next;
end
$$;
comment on function api.name_subscription(bigint, bigint, text) is
  'Gives a subscription of this user a name, in place of the one before. outcome: named, invalid (not 1 to 20 characters) or unknown_subscription. Raises TK010 for an unknown user.';
