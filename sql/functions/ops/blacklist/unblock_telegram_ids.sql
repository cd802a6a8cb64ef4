create or replace function ops.unblock_telegram_ids(p_telegram_ids bigint[], p_reason text) returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_actor constant text := app.actor();
  v_count integer;
begin
  perform billing.require_reason(p_reason, 'Say why; operators read it in the audit.');
  select count(*)::integer into v_count
  from (
    select app.unblock(n.id, btrim(p_reason), v_actor) as unblocked
    from (select distinct t.id from unnest(p_telegram_ids) as t (id) order by t.id) as n
    offset 0
  ) as d
  where d.unblocked;
  insert into app.audit (at, actor, action, subject, subject_key, after, reason)
  values (
    app.now(), v_actor, 'blacklist.shortened', 'blacklist', 'telegram', jsonb_build_object('unblocked', v_count),
    btrim(p_reason)
  );
  return v_count;
end
$$;
comment on function ops.unblock_telegram_ids(bigint[], text) is
  'Takes people off the blacklist by their Telegram ids, also those who are no users or were erased, see ops.unblock_user; nobody gets a message. Returns how many were on it. Raises TK061 without a reason.';
