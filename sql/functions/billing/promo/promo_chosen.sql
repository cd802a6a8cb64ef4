create or replace function billing.promo_chosen(p_user_id bigint) returns billing.promo_result
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select row(
      'chosen', c.code, c.kind, c.percent, c.amount, c.currency::text, null, null, c.renewals, upper(c.valid)
    )::billing.promo_result
    from billing.promo_choices as h
    join billing.promo_codes as c on c.id = h.code_id
    where h.user_id = p_user_id and billing.promo_fits(c, p_user_id)
  );
end
$$;
comment on function billing.promo_chosen(bigint) is
  'Returns the promo code that makes prices cheaper for a user now, with outcome chosen; ends_at: until when it can be used, null: no end. Null when he has chosen none, or it fits no more.';
