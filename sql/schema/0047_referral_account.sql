-- What people earn by bringing others has an account of its own: unlike a bonus it may be paid out, and unlike cash it
-- never goes back to where a payment came from.
alter table ledger.accounts
  drop constraint user_account_is_known,
  add constraint user_account_is_known check (
    user_id is null
    or name in ('cash', 'bonus', 'referral', 'referral_pending', 'withdrawal_hold', 'refund_hold')
  );
comment on column ledger.accounts.name is
  'User: cash; bonus (given by the shop: spent before cash, never paid out); referral_pending, referral (earned by bringing others: until and after the hold period, the latter spent after cash, or paid out); withdrawal_hold, refund_hold. System: revenue, clearing.<provider>, promo_expense, referral_expense, suspense.';
