create or replace view ops.brakes as
select
  b.name,
  b.description,
  greatest(b.most, floor(b.share * b.population))::integer as allowed,
  b.span,
  u.used,
  b.held,
  b.held_since,
  b.released_until
from app.brakes as b
cross join lateral (
  select coalesce(sum(e.count), 0)::integer as used
  from app.brake_uses as e
  where e.brake = b.name and e.at > app.now() - b.span and e.at <= app.now()
) as u
order by b.held_since, b.name;
comment on view ops.brakes is
  'How much of each harm may happen automatically within a span, how much has happened, and how much is held. If the harm is intended: select ops.release_brake(name, reason).';
comment on column ops.brakes.name is 'The harm that it limits.';
comment on column ops.brakes.description is 'What it limits and what holding it means.';
comment on column ops.brakes.allowed is 'How many may happen within span.';
comment on column ops.brakes.span is 'Over how much business time they are counted.';
comment on column ops.brakes.used is 'How many have happened within it.';
comment on column ops.brakes.held is 'How many waited when it was looked at last; 0 while nothing is held.';
comment on column ops.brakes.held_since is 'Since when something is held, business time, UTC; null for nothing.';
comment on column ops.brakes.released_until is
  'Until when an operator lets everything through, business time, UTC; null where none did.';
