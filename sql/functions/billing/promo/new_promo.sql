create or replace function billing.new_promo(
  p_code text,
  p_kind text,
  p_value bigint,
  p_reason text,
  p_until timestamptz,
  p_max_uses integer,
  p_uses_per_user integer,
  p_audience text,
  p_plans text[],
  p_lengths text[],
  p_first_only boolean,
  p_min_amount bigint,
  p_adds_up boolean,
  p_renewals integer,
  p_from timestamptz,
  p_currency text,
  p_batch text
) returns billing.promo_codes
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_code billing.promo_codes;
begin
  v_code.code := upper(btrim(p_code));
  v_code.kind := p_kind;
  v_code.percent := case p_kind when 'percent' then least(p_value, 1000)::integer end;
  v_code.amount := case when p_kind in ('amount', 'balance') then p_value end;
  v_code.days := case p_kind when 'days' then least(p_value, 1000000)::integer end;
  v_code.hours := case p_kind when 'trial' then least(p_value, 1000000)::integer end;
  v_code.min_amount := p_min_amount;
  v_code.currency := case
    when num_nonnulls(v_code.amount, p_min_amount) > 0 then coalesce(p_currency, billing.currency())
    else p_currency
  end::app.currency;
  v_code.max_uses := p_max_uses;
  v_code.uses_per_user := p_uses_per_user;
  v_code.audience := p_audience;
  v_code.plan_ids := case when p_plans is not null then array(
    select l.id
    from unnest(p_plans) with ordinality as n (code, at)
    left join billing.plans as l on l.code = n.code
    order by n.at
  ) end;
  v_code.lengths := p_lengths;
  v_code.first_only := p_first_only;
  v_code.adds_up := p_adds_up;
  v_code.renewals := p_renewals;
  v_code.valid := case
    when coalesce(p_from, app.now()) < coalesce(p_until, 'infinity') then tstzrange(coalesce(p_from, app.now()), p_until)
  end;
  v_code.batch := p_batch;
  v_code.reason := p_reason;
  return v_code;
end
$$;
comment on function billing.new_promo(text, text, bigint, text, timestamptz, integer, integer, text, text[], text[], boolean, bigint, boolean, integer, timestamptz, text, text) is
  'Returns the row of billing.promo_codes that these arguments of ops.create_code mean, as far as they mean one: billing.refused_promo says what is wrong with it. p_batch: the prefix of codes that are made together.';
