create or replace function billing.promo_known(p_user_id bigint, p_request uuid) returns billing.promo_result
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_use billing.promo_uses;
  v_chosen constant billing.promo_result := billing.promo_chosen(p_user_id);
begin
  select u.* into v_use
  from billing.promo_uses as u
  where u.user_id = p_user_id and u.request is not null and u.state = 'redeemed'
    and (u.request = p_request or u.redeemed_at > app.now() - interval '10 minutes')
    and not exists (
      select from billing.promo_choices as h where h.user_id = p_user_id and h.chosen_at > u.redeemed_at
    )
  order by u.id desc
  limit 1;
  return case
    when v_use.id is not null then billing.promo_given(v_use)
    when v_chosen.outcome is not null then v_chosen
    else row('nothing', null, null, null, null, null, null, null, null, null)::billing.promo_result
  end;
end
$$;
comment on function billing.promo_known(bigint, uuid) is
  'Returns what the last promo code of a user did: what it gave for this request (null for none) or within the last ten minutes, or the one that he has chosen (see billing.promo_result), or outcome nothing.';
