-- What a shop wants beyond these, an operator writes as a view ops.segment_<name> with a column user_id. It is read
-- with the rights of whoever owns the view.
create or replace function broadcast.segment_users(p_segment text, p_argument text default null) returns setof bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: performance_warnings = off
-- (the checker cannot see the view)
declare
  v_now constant timestamptz := app.now();
begin
  case p_segment
    when 'all' then
      return query select u.id from app.users as u;
    when 'language' then
      return query select u.id from app.users as u where u.locale = p_argument;
    when 'active', 'trial', 'plan' then
      return query
      select distinct s.user_id
      from billing.subscriptions as s
      join billing.plans as p on p.id = s.plan_id
      where s.status = 'active' and s.expires_at > v_now
        and case p_segment when 'plan' then p.code = p_argument else (s.source = 'trial') = (p_segment = 'trial') end;
    when 'expired' then
      return query
      select s.user_id
      from billing.subscriptions as s
      group by s.user_id
      having max(s.expires_at) <= v_now;
    when 'never_paid' then
      return query
      select u.id
      from app.users as u
      where not exists (select from billing.payments as p where p.user_id = u.id)
        and not exists (
          select
          from billing.subscriptions as s
          join billing.periods as p on p.subscription_id = s.id
          where s.user_id = u.id and p.kind = 'paid'
        );
    when 'never_connected' then
      return query
      select s.user_id
      from billing.subscriptions as s
      join vpn.access as a on a.subscription_id = s.id
      join vpn.usage as w on w.access_id = a.id
      where s.status = 'active' and s.expires_at > v_now
      group by s.user_id
      having bool_and(w.connected_at is null and w.online_at is null and coalesce(w.used_bytes, 0) = 0);
    when 'view' then
      return query execute format('select distinct s.user_id::bigint from ops.%I as s', 'segment_' || p_argument);
  end case;
end
$$;
comment on function broadcast.segment_users(text, text) is
  'Returns the ids of the users of a segment: all; active (a subscription that is no trial), trial, expired (had one, has none), never_paid, never_connected (as the panels say; people of whom they have told nothing are left out), language (p_argument: its code), plan (its code), view (of ops.segment_<p_argument>).';
