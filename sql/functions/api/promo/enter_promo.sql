-- A user who may not buy is told what stands before it first, whatever he entered; the code waits for him. A second tap
-- on the button that led on finds no code that waits: it is no attempt, and gets the answer of the first.
create or replace function api.enter_promo(p_telegram_id bigint, p_code text default null, p_request uuid default null)
returns table (
  outcome text,
  code text,
  kind text,
  percent integer,
  amount bigint,
  currency text,
  days integer,
  hours integer,
  renewals integer,
  ends_at timestamptz
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
  v_code constant text := app.plain_digits(coalesce(
    p_code, (select l.code from app.start_links as l where l.user_id = v_user_id and l.kind = 'promo')
  ));
  v_gate constant text := app.closed_gate(v_user_id);
begin
  if v_gate is null and v_code is null then
    return query select r.* from billing.promo_known(v_user_id, p_request) as r;
    return;
  elsif v_gate is null then
    return query select r.* from billing.enter_promo(v_user_id, v_code, p_request) as r;
    return;
  end if;
  if upper(btrim(v_code)) ~ '^[A-Z0-9_-]{1,60}$' then
    perform app.keep_start_link(v_user_id, format('promo_%s', upper(btrim(v_code))), false);
  end if;
  outcome := v_gate;
  return next;
end
$$;
comment on function api.enter_promo(bigint, text, uuid) is
  'Uses the promo code that a user has entered or, where p_code is null, the one that he came with or was refused last. p_request: the message or tap; handled again, it gives once. outcome: chosen, given, refused (see billing.promo_result), nothing (p_code is null, and no code waits, is chosen or gave something a moment ago), or what stands before it (app.closed_gate): blocked, terms_not_accepted, not_in_channel. Raises TK010 for an unknown user.';
