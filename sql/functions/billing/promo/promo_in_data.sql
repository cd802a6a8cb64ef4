create or replace function billing.promo_in_data(p_user_id bigint) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return jsonb_build_object(
    'promo_codes', jsonb_build_object(
      'used', (
        select jsonb_agg(
          jsonb_build_object(
            'code', c.code, 'kind', c.kind, 'state', u.state, 'reserved_at', u.reserved_at, 'redeemed_at', u.redeemed_at,
            'taken_back_at', u.taken_back_at
          ) order by u.id
        )
        from billing.promo_uses as u
        join billing.promo_codes as c on c.id = u.code_id
        where u.user_id = p_user_id
      ),
      'chosen', (
        select jsonb_build_object('code', c.code, 'at', h.chosen_at)
        from billing.promo_choices as h
        join billing.promo_codes as c on c.id = h.code_id
        where h.user_id = p_user_id
      ),
      'used_by_former_accounts', (
        select jsonb_agg(jsonb_build_object('code', c.code, 'uses', f.uses) order by c.id)
        from app.users as u
        join billing.former_promo_uses as f on f.identity_hash = u.identity_hash
        join billing.promo_codes as c on c.id = f.code_id
        where u.id = p_user_id
      ),
      'refused_at', (select a.failed_at from billing.promo_attempts as a where a.user_id = p_user_id)
    ),
    'former_account', (
      select to_jsonb(f) - '{identity_hash}'::text[]
      from app.users as u
      join billing.former_customers as f on f.identity_hash = u.identity_hash
      where u.id = p_user_id
    ),
    'discounts', (
      select jsonb_agg(to_jsonb(q) - '{id,user_id}'::text[] order by q.id)
      from billing.personal_prices as q
      where q.user_id = p_user_id
    )
  );
end
$$;
comment on function billing.promo_in_data(bigint) is
  'Returns the part of app.data_of about promo codes that a user used, the one that he has chosen, when one was refused last, what is kept of an account that he deleted, and about his discounts with their reasons.';
