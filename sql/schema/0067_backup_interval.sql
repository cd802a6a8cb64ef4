-- How often a shop is backed up is its owner's choice. Backups that stopped are missed when they are needed, so the
-- alarm backups_stopped is raised after twice that time.

insert into app.settings (name, value, description) values
  (
    'backup_hours', '24',
    'How many hours pass between two backups at most; after twice that without one the alarm backups_stopped is raised.'
  );
