create or replace function admin.received(p_telegram_id bigint, p_span text, p_back integer)
returns table (provider text, currency text, received bigint, fees bigint, sent_back bigint)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'figures');
  return query
  select r.provider, r.currency, r.received, r.fees, r.sent_back
  from jsonb_to_recordset(ops.figure('received', array[p_span::text, p_back::text])) as r (
    provider text, currency text, received bigint, fees bigint, sent_back bigint
  );
end
$$;
comment on function admin.received(bigint, text, integer) is
  'Takes a span as ops.days_of does. Returns ops.received_between of it by provider, minor units, the most first. Raises TK070 without the permission figures.';
