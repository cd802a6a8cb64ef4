-- A lane of the topic vpn is keyed by an access since a subscription may be at several panels: as a subscription, its
-- number named the wrong customer. Lanes of payment providers say themselves what they are about.
update outbox.topics as t set lane_is = 'access' where t.name = 'vpn';
update outbox.topics as t set lane_is = 'itself' where t.name in ('payment', 'payment_events');
comment on column outbox.topics.lane_is is
  'What its lanes are keyed by: chat (a Telegram id, personal data), access (vpn.access), itself (each lane names what it is about: invoice:7, refund:3). A lane with a colon names itself in every topic but those of chats.';
update outbox.kinds as k
set description = 'Bring the access to what is desired now; lane: the id of the access.'
where k.name = 'vpn.apply';
