-- The user who has been waiting longest comes first.
create or replace view ops.tickets as
select
  t.id as ticket_id,
  t.user_id,
  t.topic,
  case when t.closed_at is not null then 'closed' when t.waits_since is null then 'answered' else 'waiting' end
    as state,
  app.now() - t.waits_since as waits,
  t.opened_at,
  t.changed_at,
  t.closed_at,
  t.closed_by,
  m.messages,
  m.failed
from support.tickets as t
cross join lateral (
  select count(*) as messages, count(w.failed_at) as failed from support.messages as w where w.ticket_id = t.id
) as m
order by t.waits_since asc nulls last, t.id desc;
comment on view ops.tickets is 'Tickets, those that wait longest for an answer first. Times in UTC.';
comment on column ops.tickets.ticket_id is 'The row of support.tickets.';
comment on column ops.tickets.user_id is 'Who asks.';
comment on column ops.tickets.topic is 'access, payment, other or company.';
comment on column ops.tickets.state is 'waiting (for an answer), answered or closed.';
comment on column ops.tickets.waits is
  'How long the first unanswered message has waited, business time; null where none does.';
comment on column ops.tickets.opened_at is 'When it was opened first.';
comment on column ops.tickets.changed_at is 'The last message, closing or reopening.';
comment on column ops.tickets.closed_at is 'When it was closed; null while it is open.';
comment on column ops.tickets.closed_by is 'user or support; null while it is open.';
comment on column ops.tickets.messages is 'How many messages both wrote.';
comment on column ops.tickets.failed is 'How many answers Telegram did not deliver.';
