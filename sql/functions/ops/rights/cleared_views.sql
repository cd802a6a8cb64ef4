-- These views were reviewed: each reads columns that are not open, but does not show them.
create or replace function ops.cleared_views() returns table (view text, reason text)
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  values
    ('billing.differences', 'whole rows of billing.refunds, of which amounts are shown'),
    ('billing.differences_of_payouts', 'keys of withdrawals are compared, and not shown'),
    ('ops.blocked', 'Telegram ids are turned into ids of users'),
    ('ops.broken_promises_of_charges', 'whole rows of billing.subscriptions, which is all open'),
    ('ops.broken_promises_of_choices', 'time zones and languages are compared, and not shown'),
    ('ops.broken_promises_of_methods', 'whole rows of billing.providers, which is all open'),
    ('ops.broken_promises_of_screens', 'whole rows of billing.subscriptions, which is all open'),
    ('ops.broken_promises_of_warning', 'whole rows of billing.subscriptions, which is all open'),
    ('ops.broken_promises_of_word', 'whole rows of billing.subscriptions, which is all open'),
    ('ops.dead_letters', 'chats are turned into ids of users'),
    ('ops.events', 'lanes are compared, and not shown'),
    ('ops.lanes', 'chats are turned into ids of users'),
    ('ops.lost_notices', 'chats are turned into ids of users; of payloads the name of a text is shown'),
    ('ops.money_events', 'payers are turned into ids of users'),
    ('ops.recent_ends', 'whole rows of billing.subscriptions, which is all open'),
    ('ops.violations_of_queues', 'lanes are compared and counted; a broken one is named by its topic'),
    ('ops.violations_of_rewards', 'whole rows of billing.referral_rewards, which is all open'),
    ('ops.violations_of_vpn', 'lanes of the topic vpn are ids of accesses'),
    ('ops.withdrawals', 'lanes are compared, and not shown'),
    ('vpn.taken_names', 'lanes of the topic vpn are ids of accesses')
$$;
comment on function ops.cleared_views() is
  'Views that read personal or secret columns, or whole rows, with the reason why they may be read nevertheless. Every other such view is granted to nobody, see ops.columns.';
