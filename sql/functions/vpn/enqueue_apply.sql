-- In plpgsql, whose plans last: as a function in SQL it was planned anew by each slice of a batch.
create or replace function vpn.enqueue_apply(p_subscription_ids bigint[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform outbox.enqueue_batch(
    'vpn.apply',
    array_agg(s.id::text),
    array_agg('{}'::jsonb),
    array_agg(format('vpn.apply:%s', s.id))
  )
  from unnest(p_subscription_ids) as s (id)
  having count(*) > 0;
end
$$;
comment on function vpn.enqueue_apply(bigint[]) is
  'Makes sure that one vpn.apply message waits in the lane of each subscription.';
