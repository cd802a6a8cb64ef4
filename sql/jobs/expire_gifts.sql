-- Nobody pays for a gift that nobody took.
create or replace function jobs.expire_gifts(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.expire_gift()
$$;
comment on function jobs.expire_gifts(integer) is
  'Step of the job expire_gifts: one gift, p_limit is ignored; see billing.expire_gift.';

select jobs.register(
  p_name => 'expire_gifts',
  p_schedule => '*/10 * * * *',
  p_position => 12,
  p_description => 'Gives the money of gifts that nobody took in time back to who paid them.'
);
