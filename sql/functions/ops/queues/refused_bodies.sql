-- What came to the webhook and could not be stored as it was. The bytes are personal data: the owner reads them in
-- inbox.refused_bodies.
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
  'Bodies that came to the webhook with the right secret and are no updates, or were cleaned before they were stored (reason cleaned: nothing is to be done).';
