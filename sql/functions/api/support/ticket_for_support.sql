create or replace function api.ticket_for_support(p_chat_id bigint, p_ticket_id bigint, p_limit integer default 20)
returns table (
  ticket_id bigint,
  topic text,
  is_open boolean,
  sender text,
  kind text,
  body text,
  sent_at timestamptz
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select t.id, t.topic, t.closed_at is null, m.sender, m.kind, m.body, m.sent_at
  from support.tickets as t
  cross join lateral (
    select w.*
    from support.messages as w
    join support.tickets as o on o.id = w.ticket_id
    where o.user_id = t.user_id and w.ticket_id <= t.id
    order by w.id desc
    limit p_limit
  ) as m
  where t.id = p_ticket_id and support.may_answer(p_chat_id)
  order by m.id;
end
$$;
comment on function api.ticket_for_support(bigint, bigint, integer) is
  'Returns the last p_limit messages of a ticket and of those before it of the same user, oldest first, to a chat of support; no row elsewhere.';
