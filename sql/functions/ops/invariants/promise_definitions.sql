-- Lists what the shop promises its customers, in their words. ops.invariant_definitions is about the data.
create or replace view ops.promise_definitions as
select p.position, p.name, p.checked, p.says, p.source
from (values
  (110, 'who_can_pay_keeps_access', 'hour', 'broken_promises_of_access',
    'who can pay for auto-renewal keeps access, unless he was told in time'),
  (120, 'refunds_are_not_taken_again', 'hour', 'broken_promises_of_refunds',
    'what was given back is not charged again by itself'),
  (121, 'charges_are_announced', 'hour', 'broken_promises_of_announcements',
    'nothing is charged by itself that was not announced at that amount'),
  (130, 'paid_is_access_or_money_back', 'hour', 'broken_promises_of_money',
    'what was paid is access by its deadline or money back'),
  (131, 'delivered_is_not_refunded', 'hour', 'broken_promises_of_money',
    'nothing that was delivered is refunded by itself, and nothing twice'),
  (132, 'what_begins_begins', 'hour', 'broken_promises_of_screens',
    'what was bought for later begins when it was to, with its limits and panels'),
  (133, 'gifts_are_taken_or_given_back', 'hour', 'broken_promises_of_money',
    'the money of a gift that nobody took is the payer''s again'),
  (135, 'withdrawals_are_settled', 'hour', 'broken_promises_of_withdrawals',
    'what is to be paid out is paid, or given back with a reason, within the promised days'),
  (140, 'money_buys_what_it_was_for', 'night', 'broken_promises_of_payments',
    'the order that a payment was made for is the one that is bought'),
  (150, 'changes_are_told', 'night', 'broken_promises_of_word',
    'every payment, charge, end and refund was told within a day, if it could be'),
  (151, 'ends_are_announced', 'night', 'broken_promises_of_warning',
    'that access ends was said before it did, unless the owner has switched the rule off, or it could not be'),
  (160, 'choices_stay', 'night', 'broken_promises_of_choices',
    'a choice is changed by its customer or an operator only, or as he was told'),
  (170, 'screens_tell_the_truth', 'hour', 'broken_promises_of_screens',
    'what the screens say of the next charge and the end is what happens')
) as p (position, name, checked, source, says);
comment on view ops.promise_definitions is
  'What the shop promises its customers, in their words, and how it is checked.';
comment on column ops.promise_definitions.position is 'Order in which they are shown.';
comment on column ops.promise_definitions.name is
  'The promise, as in ops.customer_promises; its alarm has the same name.';
comment on column ops.promise_definitions.checked is 'How often a job checks it: hour or night.';
comment on column ops.promise_definitions.says is 'What is promised.';
comment on column ops.promise_definitions.source is 'The view of schema ops that has what breaks it.';
