-- A card that its provider will not charge again is given up, and its owner has to give it anew. With keys of another
-- account a provider says so of every card. That is no news about any of their owners. A small shop has a few renewals
-- a day, so a day is looked at.
insert into app.brakes (name, description, most, share, counted_by, span) values
  ('drop_methods', 'Saved payment methods that their provider says are never to be charged again.', 5, 0.02,
    'billing.count_active', '1 day');
