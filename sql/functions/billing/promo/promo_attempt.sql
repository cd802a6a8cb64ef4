-- First what the person himself has left, and then what all have left together, so that nobody uses up the attempts of
-- all by his own. A customer who guesses nothing is not stopped when others guess: whoever has paid before and has
-- tried no wrong code for a day needs none of the attempts of all.
create or replace function billing.promo_attempt(p_user_id bigint) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_hour constant timestamptz := app.now() + interval '1 hour';
  v_own billing.promo_attempts;
  v_all timestamptz;
begin
  select a.* into v_own from billing.promo_attempts as a where a.user_id = p_user_id;
  select g.spent_until into v_all from billing.promo_guard as g;
  return coalesce(
    greatest(v_own.spent_until, app.now()) + interval '1 hour' / app.setting('promo_attempts')::integer <= v_hour, true
  )
  and (
    greatest(v_all, app.now()) + interval '1 hour' / app.setting('promo_attempts_all')::integer <= v_hour
    or (v_own.failed_at > app.now() - interval '24 hours') is not true
    and exists (select from billing.payments as p where p.user_id = p_user_id)
  );
end
$$;
comment on function billing.promo_attempt(bigint) is
  'Whether a user may try a promo code now: he has failed less often than the setting promo_attempts allows, and all together less often than promo_attempts_all.';
