-- Extracts what an update says about money, whatever else it contains. An update that cannot be read but may be about
-- money is kept whole for an operator.
create or replace function inbox._money_in(p_raw bytea) returns table (
  kind text,
  external_id text,
  telegram_id bigint,
  amount bigint,
  currency text,
  invoice_payload text,
  details jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_update constant json := inbox._json_of(p_raw);
  v_part json;
  v_payer text;
begin
  if v_update is null then
    kind := case when position('successful_payment'::bytea in p_raw) = 0 then 'refund' else 'payment' end;
    details := to_jsonb(encode(p_raw, 'escape'));
    return next;
    return;
  end if;
  for kind, v_part, v_payer in
    select p.kind, p.part, coalesce(
      c.event -> 'from' ->> 'id',
      case when c.event -> 'chat' ->> 'type' = 'private' then c.event -> 'chat' ->> 'id' end
    )
    from json_each(case json_typeof(v_update) when 'object' then v_update else '{}' end) as c (name, event)
    cross join lateral (
      values ('payment', c.event -> 'successful_payment'), ('refund', c.event -> 'refunded_payment')
    ) as p (kind, part)
    where json_typeof(p.part) <> 'null'
  loop
    external_id := nullif(v_part ->> 'telegram_payment_charge_id', '');
    telegram_id := case when v_payer ~ '^\d{1,18}$' then v_payer::bigint end;
    amount := case when v_part ->> 'total_amount' ~ '^[1-9]\d{0,17}$' then (v_part ->> 'total_amount')::bigint end;
    currency := case when v_part ->> 'currency' ~ '^[A-Z]{3}$' then v_part ->> 'currency' end;
    invoice_payload := v_part ->> 'invoice_payload';
    begin
      details := v_part::jsonb;
    exception when data_exception or program_limit_exceeded then
      details := to_jsonb(v_part::text);
    end;
    return next;
  end loop;
end
$$;
comment on function inbox._money_in(bytea) is
  'Takes the bytes of a Telegram update. Returns one row for each payment and refund that it reports: kind (payment, refund), the provider''s id of the charge, the payer''s Telegram id, the amount in minor units, each null when it is not stated clearly, and the JSON that states it. An update that cannot be read yields one row with none of these.';
