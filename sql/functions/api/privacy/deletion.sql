create or replace function api.deletion(p_telegram_id bigint)
returns table (
  token text, coming_back bigint, currency text, gift_counts integer[], gift_amounts bigint[], gift_currencies text[]
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select d.token, d.coming_back, d.currency, d.gift_counts, d.gift_amounts, d.gift_currencies
  from app.deletion_of(app.user_of(p_telegram_id)) as d;
end
$$;
comment on function api.deletion(bigint) is
  'Returns what a user must know before he deletes his account, see app.deletion_of. Raises TK010 for an unknown user.';
