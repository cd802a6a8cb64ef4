create or replace view ops.company_requests as
select
  r.id as request_id,
  r.user_id,
  r.status,
  r.people,
  r.sent_at,
  r.settled_at,
  r.ticket_id,
  case when t.closed_at is not null then 'closed' when t.waits_since is null then 'answered' else 'waiting' end
    as ticket_state
from support.company_requests as r
left join support.tickets as t on t.id = r.ticket_id
where r.status <> 'draft'
order by r.status <> 'new' asc, r.sent_at desc;
comment on view ops.company_requests is
  'Requests of companies, those that are not settled first. What they say is in the ticket.';
comment on column ops.company_requests.request_id is 'What ops.settle_company_request() takes.';
comment on column ops.company_requests.user_id is 'Who asks.';
comment on column ops.company_requests.status is 'new, accepted or declined.';
comment on column ops.company_requests.people is 'For how many people.';
comment on column ops.company_requests.sent_at is 'When it was sent, business time, UTC.';
comment on column ops.company_requests.settled_at is
  'When it was accepted or declined, business time, UTC; null before.';
comment on column ops.company_requests.ticket_id is 'The ticket in which it is answered; null once that is purged.';
comment on column ops.company_requests.ticket_state is 'waiting (for an answer), answered or closed.';
