create or replace function api.new_gift_link(p_telegram_id bigint, p_gift_id bigint)
returns table (outcome text, code text)
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select l.outcome, l.code from billing.new_gift_link(app.user_of(p_telegram_id), p_gift_id) as l
$$;
comment on function api.new_gift_link(bigint, bigint) is
  'See billing.new_gift_link. outcome: made (code: what follows gift_ in the link), settled, too_many or unknown. Raises TK010 for an unknown user.';
