create or replace function app.notify_missed(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_back record;
  v_told integer := 0;
begin
  for v_back in
    update app.telegram_identities as i
    set missed_since = null
    from (
      select b.user_id, b.missed_since
      from app.telegram_identities as b
      where b.missed_since is not null and b.unreachable_since is null
      order by b.user_id
      limit p_limit
      for no key update skip locked
    ) as back
    where i.user_id = back.user_id
    returning i.user_id, back.missed_since
  loop
    if exists (select from billing.statement(v_back.user_id) as l where l.at >= v_back.missed_since)
      or exists (
        select
        from billing.subscriptions as s
        join app.audit as u on u.subject = 'subscription' and u.subject_id = s.id
        where s.user_id = v_back.user_id
          and s.status = 'expired'
          and u.action = 'subscription.expired'
          and u.at >= v_back.missed_since
      )
    then
      perform app.notify(
        v_back.user_id,
        'missed',
        jsonb_build_object('since', jsonb_build_object('time', v_back.missed_since)),
        '[[{"text": "button-history", "data": "go:history"}], [{"text": "button-close", "data": "close"}]]',
        format('missed:%s', v_back.user_id)
      );
      v_told := v_told + 1;
    end if;
  end loop;
  return v_told;
end
$$;
comment on function app.notify_missed(integer) is
  'Tells at most p_limit people who can be reached again (missed_since) that their history has what was charged, given back or ended meanwhile, where anything was. Returns how many were told.';
