-- The audit has how many they were, and no id of a person who is not a user.
create or replace function ops.block_telegram_ids(p_telegram_ids bigint[], p_reason text) returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_actor constant text := app.actor();
  v_blocked integer;
begin
  perform billing.require_reason(p_reason, 'Say whose list it is; operators read it in ops.blocked.');
  select count(*)::integer into v_blocked
  from (
    select app.block(n.id, btrim(p_reason), v_actor, false) as outcome
    from (select distinct t.id from unnest(p_telegram_ids) as t (id) where t.id > 0 order by t.id) as n
    offset 0
  ) as d
  where d.outcome = 'blocked';
  insert into app.audit (at, actor, action, subject, subject_key, before, after, reason)
  values (
    app.now(), v_actor, 'blacklist.extended', 'blacklist', 'telegram', null,
    jsonb_build_object('blocked', v_blocked), btrim(p_reason)
  );
  return v_blocked;
end
$$;
comment on function ops.block_telegram_ids(bigint[], text) is
  'Puts people on the blacklist by their Telegram ids, users or not, see ops.block_user; nobody gets a message, and admins are left out. Returns how many are new on it. Raises TK061 without a reason.';
