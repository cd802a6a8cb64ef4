-- The consumer puts the word foreign before the error of a gateway's Foreign.
create or replace view vpn.taken_names as
select a.id as access_id, l.last_error as error
from outbox.lanes as l
join vpn.access as a on a.id = case when l.lane ~ '^\d{1,18}$' then l.lane::bigint end
where l.topic = 'vpn' and l.last_error ~ '^foreign: ';
comment on view vpn.taken_names is
  'The accesses that wait for an operator because an account that is not ours has their key as its name, with the listener''s words.';
comment on column vpn.taken_names.access_id is 'The access that waits.';
comment on column vpn.taken_names.error is 'What the listener says, with the word foreign before it.';
