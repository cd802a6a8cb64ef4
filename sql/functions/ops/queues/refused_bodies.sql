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
  'Bodies that came with the right secret but are not events, or that the database refused for good, the latest first. The bytes are personal data: the owner reads them in inbox.refused_bodies.';
comment on column ops.refused_bodies.hash is 'SHA-256 of what is kept of it, in hex.';
comment on column ops.refused_bodies.reason is
  'no JSON, no update_id, too large, or not stored (the database refused the event for good).';
comment on column ops.refused_bodies.bytes is 'Length of the whole body, as far as it was read.';
comment on column ops.refused_bodies.times is 'How often it came.';
comment on column ops.refused_bodies.first_at is 'When first, machine time, UTC.';
comment on column ops.refused_bodies.last_at is 'When last, machine time, UTC.';
