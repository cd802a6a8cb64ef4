create or replace function api.ticket(p_telegram_id bigint, p_limit integer default 8) returns table (
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
  from (
    select l.*
    from support.tickets as l
    where l.user_id = app.user_of(p_telegram_id)
    order by l.id desc
    limit 1
  ) as t
  cross join lateral (
    select w.* from support.messages as w where w.ticket_id = t.id order by w.id desc limit p_limit
  ) as m
  order by m.id;
end
$$;
comment on function api.ticket(bigint, integer) is
  'Returns the last p_limit messages of a user''s latest ticket, oldest first; no row without one. Raises TK010 for an unknown user.';
