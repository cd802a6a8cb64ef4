-- Who owns a shop is not known before somebody has started its bot. Whoever sets it up is therefore given a link: the
-- first who opens it within its time becomes an owner.

create table app.owner_links (
  id bigint generated always as identity primary key,
  code_hash text not null unique constraint code_hash_is_sha256 check (code_hash ~ '^[A-Za-z0-9_-]{43}$'),
  made_at timestamptz not null,
  expires_at timestamptz not null constraint expires_after_it_was_made check (expires_at > made_at),
  used_at timestamptz,
  used_by bigint references app.users,
  constraint used_by_somebody check ((used_at is null) = (used_by is null))
);
create index owner_links_by_user on app.owner_links (used_by) where used_by is not null;
comment on table app.owner_links is
  'Links that make who opens one an owner of the shop, once; see ops.make_owner_link. At most one of them is unused.';
comment on column app.owner_links.code_hash is 'SHA-256 of the code in base64url; the code itself is not kept.';
comment on column app.owner_links.made_at is 'Business time, UTC.';
comment on column app.owner_links.expires_at is 'Until when it can be opened, business time, UTC.';
comment on column app.owner_links.used_at is 'When it was opened, business time, UTC; null until then.';
comment on column app.owner_links.used_by is 'Who became an owner by it.';
select
  migrate.classify('app.owner_links', 'open', 'id', 'made_at', 'expires_at', 'used_at', 'used_by'),
  migrate.classify('app.owner_links', 'secret', 'code_hash');
