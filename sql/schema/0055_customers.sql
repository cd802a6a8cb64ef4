-- Finding people by their names on Telegram, and what people did in the audit, which is mostly what jobs do.

create index telegram_identities_by_username on app.telegram_identities (lower(username)) where username is not null;
create index audit_by_hand on app.audit (id) where actor ~ '^(admin|operator|owner):';
