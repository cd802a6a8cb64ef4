create or replace function billing.offered_by(p_rule text, p_user_id bigint, out percent integer, out until timestamptz)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  select q.percent, upper(q.valid) into percent, until
  from billing.personal_prices as q
  where q.user_id = p_user_id and q.reason = format('notice:%s', p_rule) and q.valid @> app.now()
  order by q.id desc
  limit 1;
end
$$;
comment on function billing.offered_by(text, bigint) is
  'Returns the offer that a rule of billing.notice_rules has given a user (billing.give_offers) and that still holds: percent off, and until when, UTC; nulls for none.';
