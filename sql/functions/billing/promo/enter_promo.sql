-- Whatever is wrong with a code, the answer is the same: unknown, over, used up, for others, or too many attempts. All
-- of it is looked up in each case, so that the time tells nothing either. What was entered is kept, so that a code
-- which is refused for the moment need not be typed again; one that fits uses up no attempt.
create or replace function billing.enter_promo(
  p_user_id bigint, p_code text, p_request uuid
) returns billing.promo_result
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_text constant text := upper(left(btrim(p_code), 60));
  v_code billing.promo_codes;
  v_use billing.promo_uses;
  v_fits boolean;
  v_may boolean;
begin
  perform billing.lock_users(billing.parties_of(p_user_id));
  select u.* into v_use from billing.promo_uses as u where u.request = p_request and u.user_id = p_user_id;
  if found then
    return billing.promo_given(v_use);
  end if;
  if v_text ~ '^[A-Z0-9_-]{1,60}$' then
    perform app.keep_start_link(p_user_id, format('promo_%s', v_text), false);
  end if;

  select c.* into v_code from billing.promo_codes as c where c.code = v_text and c.retired_at is null;
  v_fits := billing.promo_fits(v_code, p_user_id);
  v_may := billing.promo_attempt(p_user_id);
  if not v_may then
    return billing.promo_refused();
  end if;
  if v_fits and v_code.kind not in ('percent', 'amount') then
    v_use := billing.give_promo(v_code, p_user_id, p_request);
    v_fits := v_use.id is not null;
  end if;
  if not v_fits then
    perform billing.note_failed_promo(p_user_id);
    return billing.promo_refused();
  end if;

  delete from app.start_links as l where l.user_id = p_user_id and l.kind = 'promo';
  if v_use.id is not null then
    return billing.promo_given(v_use);
  end if;
  insert into billing.promo_choices as h (user_id, code_id, chosen_at)
  values (p_user_id, v_code.id, app.now())
  on conflict (user_id) do update set code_id = excluded.code_id, chosen_at = excluded.chosen_at;
  return billing.promo_chosen(p_user_id);
end
$$;
comment on function billing.enter_promo(bigint, text, uuid) is
  'Uses a promo code that a user has entered: one that lowers prices is his choice from now on, others give at once what they give. p_request: the message; handled again, it gives the same answer. Returns outcome chosen, given or refused, see billing.promo_result.';
