-- Drawn when it is first shown, and again if somebody has the same. It is no secret.
create or replace function billing.referral_code(p_user_id bigint) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_code text;
begin
  loop
    select c.code into v_code from billing.referral_codes as c where c.user_id = p_user_id;
    exit when found;
    insert into billing.referral_codes (user_id, code, created_at)
    values (p_user_id, left(gen_random_uuid()::text, 8), app.now())
    on conflict do nothing;
  end loop;
  return v_code;
end
$$;
comment on function billing.referral_code(bigint) is
  'Returns the code of the link by which a user brings others (billing.referral_codes), drawn at the first call.';
