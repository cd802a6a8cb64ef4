-- What providers list is read once a day and compared when what they were asked has been answered. The alarm comes at
-- the end, because it locks the admins' chats. Each dispute that finds or ends its payment, and each list, is a
-- transaction of its own, so that payers are locked in one order.
create or replace function jobs.reconcile(p_limit integer) returns jobs.step
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_matched constant integer := coalesce(
    nullif(billing.match_disputes(p_limit), 0), billing.end_suspense(p_limit)
  );
  v_done constant integer := billing.start_listings() + billing.ask_limits() + v_matched;
  v_left constant integer := case when v_matched = 0 then billing.compare_listing() end;
begin
  if v_left = 0 or v_left is null and exists (select from jobs.alarms as a where a.name = 'reconciliation') then
    perform jobs.note_alarm(
      'reconciliation',
      (
        select format('%s at %s, see ops.reconciliation', count(*), string_agg(distinct r.provider, ', '))
        from ops.reconciliation as r
        where r.difference <> 'foreign'
        having count(*) > 0
      )
    );
  end if;
  perform jobs.note_alarm(
    'lists_unread',
    (
      select format('%s: %s', string_agg(p.name, ', '), min(l.error))
      from billing.providers as p
      cross join lateral (
        select o.error
        from billing.listings as o
        where o.provider = p.name and o.finished_at is not null
        order by o.started_at desc, o.id desc
        limit 1
      ) as l
      where 'list' = any (p.can) and l.error is not null
      having count(*) > 0
    )
  );
  return (v_done + (v_left is not null)::integer, 0, coalesce(v_matched > 0 or v_left > 0, false));
end
$$;
comment on function jobs.reconcile(integer) is
  'Step of the job reconcile: finds the payments of p_limit disputes, ends payments in suspense whose disputes were lost, has providers'' lists and limits read when it is time, compares a list, and raises the alarms reconciliation and lists_unread. See ops.reconciliation.';

select jobs.register(
  p_name => 'reconcile',
  p_schedule => '25 * * * *',
  p_position => 15,
  p_batch_size => 1,
  p_description => 'Has providers'' own lists read once a day, and tells what they have otherwise than we booked.'
);
