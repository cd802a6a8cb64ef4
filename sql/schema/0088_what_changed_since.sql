-- Functions that return or take more now. The new ones come with this release.
drop function if exists api.open_order(bigint, bigint, bigint, boolean);
drop function if exists api.open_gift_order(bigint, bigint);
drop function if exists billing.open_order(bigint, bigint, bigint, boolean);
drop function if exists billing.quote(bigint, bigint, bigint, boolean);
drop function if exists ops.return_suspense(bigint, text);
drop function if exists billing.return_suspense(bigint, text, text);
drop function if exists billing.resolve_suspense(bigint, bigint, bigint, text, text, text, bigint);
