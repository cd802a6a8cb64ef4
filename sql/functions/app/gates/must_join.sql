-- A person who has paid is a customer and is kept out of nothing. If Telegram gives no answer, nobody is kept out
-- either: the fault is not his. If Telegram was never asked, or too long ago, the person counts as not joined, so that
-- the bot asks.
create or replace function app.must_join(p_user_id bigint) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_channels constant jsonb := app.setting('required_channels');
begin
  if v_channels = '[]' or exists (select from billing.payments as p where p.user_id = p_user_id) then
    return false;
  end if;
  return exists (
    select
    from jsonb_array_elements(v_channels) as c (channel)
    left join app.channel_members as m
      on m.user_id = p_user_id
      and m.chat_id = (c.channel ->> 'id')::bigint
      and m.checked_at > app.now() - make_interval(mins => app.setting('channel_check_minutes')::integer)
    where m.user_id is null or not m.is_member
  );
end
$$;
comment on function app.must_join(bigint) is
  'Whether a user has to join a channel of the setting required_channels before a trial or a purchase, or has to be looked for there (api.channels). Never for one who has paid anything.';
