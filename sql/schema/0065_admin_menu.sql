-- What the admin menu does once more for the same confirmation, large files, and figures of a large shop.

-- They take a request id as well now; where both signatures were there, a call without one would be ambiguous.
drop function if exists admin.return_code_use(bigint, bigint, text, text);
drop function if exists ops.return_code_use(bigint, text, text);
