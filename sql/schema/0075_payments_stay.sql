-- Functions that take more now. The new ones come with this release.
drop function if exists billing.end_what_was_paid(bigint, text, bigint, text, text, text, text);
drop function if exists billing.take_gifts_back(bigint, text, bigint, text, text);
drop function if exists billing.cover_dispute(billing.disputes);
drop function if exists billing.cover_from_cash(billing.disputes, bigint);
drop function if exists billing.cover_refunded(bigint, timestamptz);

comment on column billing.disputes.status is
  'opened until it is won (the shop has the money) or lost. One that was lost may still be won: its money came back. One that was won stays so.';
comment on column billing.disputes.closed_at is 'When it was decided, the last time.';
comment on column billing.disputes.returned_by is 'The transfer that brought it back, when it was won, at once or after it was lost.';

-- What is edited after it was passed on is passed on once more.
alter table support.messages add column corrects bigint references support.messages on delete set null;
comment on column support.messages.corrects is 'The message that was edited: this is its new text. Null for one that was written.';
create index messages_of_chat on support.messages (chat_id, message_id) where chat_id is not null;
create index messages_by_corrected on support.messages (corrects) where corrects is not null;
select migrate.classify('support.messages', 'open', 'corrects');
