create or replace function ops.set_referrer(p_user_id bigint, p_referrer_id bigint, p_reason text) returns text
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.attach_referrer(p_user_id, p_referrer_id, app.actor(), p_reason)
$$;
comment on function ops.set_referrer(bigint, bigint, text) is
  'Sets who brought a user (null: nobody), see billing.attach_referrer: payments from now on earn that one rewards. Tells nobody. Returns set, unchanged, unknown_user, is_himself or is_a_cycle. Raises TK061 without a reason.';
