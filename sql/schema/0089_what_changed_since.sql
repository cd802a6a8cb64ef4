-- Functions that return or take more now. The new ones come with this release.
drop function if exists api.open_order(bigint, bigint, bigint, boolean);
drop function if exists api.open_gift_order(bigint, bigint);
drop function if exists billing.open_order(bigint, bigint, bigint, boolean);
drop function if exists billing.quote(bigint, bigint, bigint, boolean);
drop function if exists ops.return_suspense(bigint, text);
drop function if exists billing.return_suspense(bigint, text, text);
drop function if exists billing.resolve_suspense(bigint, bigint, bigint, text, text, text, bigint);
drop function if exists admin.change_end(bigint, bigint, timestamptz, text, boolean, uuid, bigint);
drop function if exists ops.change_end(bigint, timestamptz, text, boolean, uuid, bigint);
drop function if exists billing.change_end(bigint, timestamptz, uuid, text, text, boolean, bigint);
