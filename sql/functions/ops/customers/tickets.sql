-- Who has been waiting longest comes first.
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
comment on view ops.tickets is
  'Tickets, those that wait for an answer first. state: waiting, answered or closed; waits: since the first unanswered message; failed: answers that Telegram did not deliver.';
