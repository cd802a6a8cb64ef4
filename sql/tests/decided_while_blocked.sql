-- What is decided about the renewal of somebody who is on the blacklist stands when he is taken off it.
begin;
select plan(4);
\set people 2
\ir fixtures/growth.psql

-- Somebody decides while he is blocked.
select pg_temp.pay(n, 300), pg_temp.buy(n) from generate_series(1, 2) as n;
select ops.block_user(pg_temp.id(n), 'spam', false) from generate_series(1, 2) as n;
select ops.set_auto_renew(pg_temp.id(1), false, 'he asked support', false);
select ops.unblock_user(pg_temp.id(1), 'a mistake', false);
select is((pg_temp.sub(1)).auto_renew, false, 'renewal that was refused meanwhile stays off');
select is((pg_temp.sub(1)).off_by_block or (pg_temp.sub(1)).off_by_gift, false, 'and no purchase switches it on');
select ops.cancel(pg_temp.id(2), 'he asked support', false);
select ops.unblock_user(pg_temp.id(2), 'a mistake', false);
select is((pg_temp.sub(2)).cancelled_at is not null, true, 'what was cancelled meanwhile stays so');
select api.resume(-2);
select is((pg_temp.sub(2)).auto_renew, true, 'and who undoes it has the renewal that he had');

select * from finish();
rollback;
