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
  'Requests of companies, those that are not settled first. What they say is in the ticket (ticket_id; ticket_state: waiting, answered or closed); status: see ops.settle_company_request().';
