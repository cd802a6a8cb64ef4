-- Only the hash of a code is kept, so the link cannot be shown again: a new one is made, and the earlier ones stay
-- valid. Nobody needs fifty.
create or replace function billing.new_gift_link(
  p_user_id bigint, p_gift_id bigint, out outcome text, out code text
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_gift billing.gifts;
begin
  perform billing.lock_user(p_user_id);
  select g.* into v_gift from billing.gifts as g where g.id = p_gift_id and g.payer_id = p_user_id;
  outcome := case
    when v_gift.id is null then 'unknown'
    when v_gift.status <> 'unused' or v_gift.expires_at <= app.now() then 'settled'
    when (select count(*) from billing.gift_codes as c where c.gift_id = p_gift_id) >= 50 then 'too_many'
    else 'made'
  end;
  if outcome = 'made' then
    code := vpn.new_token();
    insert into billing.gift_codes (code_hash, gift_id, created_at)
    values (billing.gift_code_hash(code), p_gift_id, app.now());
  end if;
end
$$;
comment on function billing.new_gift_link(bigint, bigint) is
  'Makes one more code of an unused gift of this user. outcome: made (code: what follows gift_ in the link, shown once), settled (taken, given back or expired), too_many (fifty exist, and each is valid) or unknown (none, or another payer''s).';
