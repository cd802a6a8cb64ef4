create or replace function ops.set_discount(
  p_user_id bigint, p_percent integer, p_reason text, p_until timestamptz default null
) returns jsonb
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.set_discount(p_user_id, 'personal', p_percent, p_until, p_reason)
$$;
comment on function ops.set_discount(bigint, integer, text, timestamptz) is
  'Gives a user percent off everything that he buys and renews, until p_until (UTC; null: until ops.remove_discount()), in place of an earlier one. The best discount counts, see billing.prices_for. p_reason: he finds it in his data. outcome: set, or refused and why. Raises TK061.';
