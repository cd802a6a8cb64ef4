-- Lists bodies that came with the right secret but are not events. The bytes are personal data: the owner reads them
-- in inbox.refused_bodies.
create or replace view ops.refused_bodies as
select
  encode(r.hash, 'hex') as hash,
  r.reason,
  r.bytes,
  r.times,
  r.first_at,
  r.last_at
from inbox.refused_bodies as r
order by r.last_at desc;
comment on view ops.refused_bodies is
  'Bodies that came with the right secret but are not events (not JSON, without an id, too large), or that could not be stored because the database refused the event for good.';
