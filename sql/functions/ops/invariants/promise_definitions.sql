-- Lists what the shop promises its customers, in their words. ops.invariant_definitions is about the data.
create or replace view ops.promise_definitions as
select p.position, p.name, p.checked, p.promise
from (values
  (110, 'who_can_pay_keeps_access', 'hour', 'who can pay for auto-renewal keeps access, unless he was told in time'),
  (120, 'refunds_are_not_taken_again', 'hour', 'what was given back is not charged again by itself'),
  (121, 'charges_are_announced', 'hour', 'nothing is charged by itself that was not announced at that amount'),
  (130, 'paid_is_access_or_money_back', 'hour', 'what was paid is access by its deadline or money back'),
  (131, 'delivered_is_not_refunded', 'hour', 'nothing that was delivered is refunded by itself, and nothing twice'),
  (132, 'what_begins_begins', 'hour', 'what was bought for later begins when it was to, with its limits and panels'),
  (140, 'money_buys_what_it_was_for', 'night', 'the order that a payment was made for is the one that is bought'),
  (150, 'changes_are_told', 'night', 'every payment, charge, end and refund was told within a day, if it could be'),
  (160, 'choices_stay', 'night', 'a choice is changed by its customer or an operator only, or as he was told'),
  (170, 'screens_tell_the_truth', 'hour', 'what the screens say of the next charge and the end is what happens')
) as p (position, name, checked, promise);
comment on view ops.promise_definitions is
  'The names of ops.customer_promises, what each promises, and how often jobs check it: hour or night.';
