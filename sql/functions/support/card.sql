-- What support would otherwise have to ask for or look up.
create or replace function support.card(p_ticket support.tickets) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select jsonb_build_object(
      'text', 'support-card',
      'args', jsonb_build_object(
        'ticket', p_ticket.id,
        'topic', p_ticket.topic,
        'user', p_ticket.user_id,
        'name', coalesce('@' || i.username, i.first_name, ''),
        'status', s.status,
        'plan', coalesce(s.plan_title ->> 'en', ''),
        'ends', jsonb_build_object('time', coalesce(s.ends_at, app.now())),
        'paid', case when p.id is null then 'no' else 'yes' end,
        'amount', jsonb_build_object('money', coalesce(p.amount, 0), 'currency', coalesce(p.currency, 'XTR')),
        'provider', coalesce(p.provider, ''),
        'paid_at', jsonb_build_object('time', coalesce(p.received_at, app.now())),
        'seen', case when w.online_at is null then 'no' else 'yes' end,
        'seen_at', jsonb_build_object('time', coalesce(w.online_at, app.now()))
      ),
      'buttons', jsonb_build_array(jsonb_build_array(
        jsonb_build_object('text', 'button-ticket-history', 'data', format('ticket:history:%s', p_ticket.id)),
        jsonb_build_object('text', 'button-close-ticket', 'data', format('ticket:close:%s', p_ticket.id))
      ))
    )
    from app.telegram_identities as i
    cross join lateral billing.subscription_status(p_ticket.user_id, null) as s
    left join lateral (
      select m.id, m.amount, m.currency, m.provider, m.received_at
      from billing.payments as m
      where m.user_id = p_ticket.user_id
      order by m.id desc
      limit 1
    ) as p on true
    left join lateral (
      select max(u.online_at) as online_at
      from vpn.access as a
      join vpn.usage as u on u.access_id = a.id
      where a.subscription_id = s.subscription_id
    ) as w on true
    where i.user_id = p_ticket.user_id
  );
end
$$;
comment on function support.card(support.tickets) is
  'Returns what support sees of a ticket''s user, see support.prepare_post: id, name, subscription, last payment and last connection. Null for a user who was erased.';
