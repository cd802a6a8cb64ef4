create or replace function billing.referrals_in_data(p_user_id bigint) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return jsonb_build_object(
    'code', (select c.code from billing.referral_codes as c where c.user_id = p_user_id),
    'came', (
      select jsonb_build_object(
        'by_a_referrer', o.referrer_id is not null, 'campaign', o.campaign, 'at', o.came_at, 'set_by', o.set_by
      )
      from billing.origins as o
      where o.user_id = p_user_id
    ),
    'brought', (select count(*) from billing.origins as o where o.referrer_id = p_user_id),
    'rewards', (
      select jsonb_agg(
        to_jsonb(r) - '{id,user_id,payer_id,payment_id,look_at}'::text[] order by r.id
      )
      from billing.referral_rewards as r
      where r.user_id = p_user_id
    )
  );
end
$$;
comment on function billing.referrals_in_data(bigint) is
  'Returns the part of app.data_of about bringing others: the user''s code, how he came himself, how many he brought, and what that earned (minor units). Nothing about those others.';
