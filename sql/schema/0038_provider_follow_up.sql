-- What providers say after all seemed done: a refund that had been sent and came back, a dispute of which only the id
-- is known, a page that somebody could still pay at although what it was for is bought. Old rows are not written; the
-- constraints are checked against them, which takes a shop of a million refunds a second.

alter table billing.refunds
  add column returned_by bigint unique references ledger.transfers,
  add constraint returned_was_sent check (returned_by is null or status = 'failed' and settled_by is not null);
comment on column billing.refunds.status is
  'sending: held (refund_hold) until the provider or an operator says that it was sent; failed: back on the balance, also when it had been sent and came back.';
comment on column billing.refunds.returned_by is
  'The transfer that brought it from the provider to the balance again, of one that had been sent; null in all others.';
select migrate.classify('billing.refunds', 'open', 'returned_by');

alter table billing.providers
  drop constraint can_is_known,
  add constraint can_is_known check (
    can <@ array[
      'page', 'close', 'fetch', 'refund', 'saved_method', 'subscription', 'payout', 'list', 'limits', 'dispute'
    ]
  );
comment on column billing.providers.can is
  'What the program with its keys can have it do: page (makes something to pay at), close (which nobody can pay at any more), fetch (says what became of it), refund, saved_method, subscription, payout, list, limits (says which amounts it takes), dispute (says how one stands).';

-- The release before asks about the payment where it should ask about the dispute or the refund, and closes no pages:
-- these kinds wait for a program that knows them.
insert into outbox.kinds (name, topic, tried_until, prepare, done, done_batch, dead, description) values
  (
    'payment.check_refund', 'payment', 'attempts', 'billing.prepare_check_refund', 'billing.refund_checked', null,
    null, 'Ask a provider whether a refund that it had sent came back; lane: the payment.'
  ),
  (
    'payment.fetch_dispute', 'payment', 'attempts', null, 'billing.dispute_fetched', null, null,
    'Ask a provider how a dispute stands; lane: the dispute.'
  ),
  (
    'payment.close', 'payment', 'attempts', 'billing.prepare_close', 'billing.page_closed', null, null,
    'Have a provider close a page that nobody is to pay at any more; lane: the invoice.'
  );

-- What a screen shows is told; the notice that says the same is for who does not look at it (app.show_or_notify).
update outbox.kinds as k
set done_batch = 'app.refreshed_batch', dead = 'app.not_refreshed'
where k.name = 'inbox.refresh';

-- However an identity is erased, saved methods go with it, while it is still known whom Telegram charges.
create function billing.forget_methods_of_erased() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  perform billing.forget_methods(old.user_id);
  return old;
end
$$;
comment on function billing.forget_methods_of_erased() is
  'Trigger that removes the payment methods of whoever is forgotten, see billing.forget_methods.';
create trigger methods_are_forgotten
  before delete on app.telegram_identities
  for each row execute function billing.forget_methods_of_erased();
alter table app.telegram_identities enable always trigger methods_are_forgotten;
