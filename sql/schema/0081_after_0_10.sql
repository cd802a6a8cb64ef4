-- What only bots of 0.10 called.
drop function if exists admin.standing(bigint);
