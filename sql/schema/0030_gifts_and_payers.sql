-- What only programs of 0.2 needed goes, and an order may be for somebody else than who pays.

-- Bots of 0.2 stored updates as tickover_bot. The functions that name the flag are replaced in this very release.
alter table app.flags disable trigger names_in_use_stay;
delete from app.flags where name = 'old_bots';
alter table app.flags enable always trigger names_in_use_stay;
delete from jobs.alarms where name = 'old_bots_allowed';
