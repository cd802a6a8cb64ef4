-- The user reads the reason, in one paragraph of a message.
create or replace function billing.require_reason(p_reason text, p_hint text) returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  if btrim(coalesce(p_reason, '')) = '' then
    raise exception using
      errcode = 'TK061',
      message = 'an operation by hand needs a reason',
      hint = p_hint;
  elsif length(p_reason) > 1000 then
    raise exception using
      errcode = 'TK061',
      message = format('the reason of an operation has %s characters', length(p_reason)),
      detail = 'At most 1000 are allowed. Nothing was done.',
      hint = 'Shorten it.';
  end if;
end
$$;
comment on function billing.require_reason(text, text) is
  'Raises TK061 when p_reason is empty (p_hint: what it should say) or longer than 1000 characters.';
