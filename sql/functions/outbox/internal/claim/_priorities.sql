-- PostgreSQL reads the labels of an enum anew at each call of enum_range; this is a constant of a plan.
create or replace function outbox._priorities() returns outbox.priority[]
language sql
immutable
as $$
  select '{answer,receipt,notice,broadcast}'::outbox.priority[]
$$;
comment on function outbox._priorities() is 'All priorities, the highest first.';
