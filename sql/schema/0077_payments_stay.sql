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
