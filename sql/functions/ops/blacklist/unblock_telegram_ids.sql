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
  with gone as (
    delete from app.blocked as b where b.telegram_id = any (p_telegram_ids) returning b.telegram_id
  ),
  noted as (
    insert into app.audit (at, actor, action, subject, subject_id, reason)
    select app.now(), v_actor, 'user.unblocked', 'user', i.user_id, btrim(p_reason)
    from gone as g
    join app.telegram_identities as i on i.telegram_id = g.telegram_id
  )
  select count(*)::integer into v_count from gone;
  perform billing.resume_rewards(array(
    select i.user_id from app.telegram_identities as i where i.telegram_id = any (p_telegram_ids)
  ));
  insert into app.audit (at, actor, action, subject, subject_key, after, reason)
  values (
    app.now(), v_actor, 'blacklist.shortened', 'blacklist', 'telegram', jsonb_build_object('unblocked', v_count),
    btrim(p_reason)
  );
  return v_count;
end
$$;
comment on function ops.unblock_telegram_ids(bigint[], text) is
  'Takes people off the blacklist by their Telegram ids, also those who are no users or were erased; nobody gets a message. Returns how many were on it. Raises TK061 without a reason.';
