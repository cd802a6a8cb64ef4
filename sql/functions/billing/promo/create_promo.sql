-- The reason why a code is refused is given in words, because its owner reads it.
create or replace function billing.create_promo(p_code billing.promo_codes) returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_why text := coalesce(billing.refused_promo(p_code), billing.promo_name_taken(p_code));
begin
  if v_why is not null then
    return jsonb_build_object('outcome', 'refused', 'why', v_why);
  end if;
  -- A code that is over makes room for the next one of its name.
  update billing.promo_codes as c
  set retired_at = app.now()
  where c.code = p_code.code and c.retired_at is null and upper(c.valid) <= app.now();
  insert into billing.promo_codes as c (
    code, kind, percent, amount, days, hours, currency, max_uses, uses_per_user, audience, plan_ids, lengths, first_only,
    min_amount, adds_up, renewals, valid, batch, reason, created_at
  )
  values (
    p_code.code, p_code.kind, p_code.percent, p_code.amount, p_code.days, p_code.hours, p_code.currency, p_code.max_uses,
    p_code.uses_per_user, p_code.audience, p_code.plan_ids, p_code.lengths, p_code.first_only, p_code.min_amount,
    p_code.adds_up, p_code.renewals, p_code.valid, p_code.batch, p_code.reason, app.now()
  )
  on conflict (code) where retired_at is null do nothing;
  if not found then
    return jsonb_build_object(
      'outcome', 'refused', 'why', format('the code %s is in use; ops.retire_code() ends it', p_code.code)
    );
  end if;
  return jsonb_build_object('outcome', 'created', 'code', p_code.code);
end
$$;
comment on function billing.create_promo(billing.promo_codes) is
  'Adds a promo code (id, uses and times of the row are ignored). outcome: created, or refused and why, in words.';
