-- Renewal that is switched off for a while would end those who have money and count on it. So they are held, until it
-- is on again or an operator says that it is meant so. A shop that has it off has decided that.
insert into app.brakes (name, description, most, share, counted_by, span, released_until)
select
  'unrenewed', 'Ends of subscriptions that are to be renewed, while renewal is switched off.', 0, 0, null, '1 hour',
  case when not f.enabled then 'infinity'::timestamptz end
from app.flags as f
where f.name = 'auto_renewal';
