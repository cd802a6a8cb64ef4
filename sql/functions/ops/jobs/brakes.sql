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
