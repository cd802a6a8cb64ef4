-- Looks up the definition of a kind: its topic, hooks and policies.
create or replace function outbox._kind(p_name text)
returns outbox.kinds
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_kind outbox.kinds;
begin
  select k.* into v_kind from outbox.kinds as k where k.name = p_name;
  if not found then
    raise exception using
      errcode = 'TK021',
      message = format('unknown kind of message %L', p_name),
      detail = 'A kind defines the topic of a message and the hooks that are called for it.',
      hint = 'Register it with outbox.define_kind().';
  end if;
  return v_kind;
end
$$;
comment on function outbox._kind(text) is 'Takes the name of a kind; returns it. Raises TK021 when it is unknown.';
