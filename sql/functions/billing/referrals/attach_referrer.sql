-- Only an operator attaches a referrer later. Changes are made one at a time, so that two of them cannot close a cycle;
-- a first start cannot, because nobody has come by a new user.
create or replace function billing.attach_referrer(
  p_user_id bigint, p_referrer_id bigint, p_actor text, p_reason text
) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before bigint;
begin
  perform billing.require_reason(p_reason, 'Say why; it is in the audit, and the users do not read it.');
  perform pg_advisory_xact_lock(hashtextextended('billing.origins', 0));
  if exists (
    select
    from unnest(array[p_user_id, coalesce(p_referrer_id, p_user_id)]) as i (id)
    left join app.users as u on u.id = i.id
    where u.id is null
  ) then
    return 'unknown_user';
  elsif p_user_id = p_referrer_id then
    return 'is_himself';
  elsif billing.brought_by(p_referrer_id, p_user_id) then
    return 'is_a_cycle';
  end if;

  select o.referrer_id into v_before from billing.origins as o where o.user_id = p_user_id for no key update;
  if v_before is not distinct from p_referrer_id then
    return 'unchanged';
  elsif p_referrer_id is null then
    delete from billing.origins as o where o.user_id = p_user_id and o.campaign is null;
    update billing.origins as o set referrer_id = null, set_by = 'operator', tell_at = null where o.user_id = p_user_id;
  else
    insert into billing.origins as o (user_id, referrer_id, came_at, paying, set_by)
    select u.id, p_referrer_id, u.created_at, billing.is_paying(u.id), 'operator'
    from app.users as u
    where u.id = p_user_id
    on conflict (user_id) do update set referrer_id = excluded.referrer_id, set_by = 'operator', tell_at = null;
  end if;
  perform app.record(
    p_actor, 'user.referrer_set', 'user', p_user_id, jsonb_build_object('referrer_id', v_before),
    jsonb_build_object('referrer_id', p_referrer_id), p_reason
  );
  return 'set';
end
$$;
comment on function billing.attach_referrer(bigint, bigint, text, text) is
  'Sets who brought a user (null: nobody); counts for payments from then on, and leaves earlier rewards as they are. Returns set, unchanged, unknown_user, is_himself, or is_a_cycle (the user, or somebody brought by him, brought that one). Raises TK061 without a reason.';
