-- Every date that a person reads is in his zone: the one that he chose, else the shop's. No table changes.

comment on column app.users.timezone is
  'IANA zone that the user chose, for the dates that he reads and for quiet hours; UTC for none, which means the setting timezone, see app.zone_of(). All arithmetic is in UTC.';
update app.settings
set description = 'Zone of users who have chosen none (IANA name), for the dates that they read and for quiet hours.'
where name = 'timezone';
