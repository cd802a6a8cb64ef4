-- What is asked twice is made once: the request is kept with the codes.
create or replace function admin.make_promo(
  p_telegram_id bigint, p_request uuid, p_count integer, p_terms jsonb, p_reason text
) returns table (code text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_codes text[];
  v_terms record;
  v_until timestamptz;
  v_result jsonb;
begin
  perform app.act_as_admin(p_telegram_id, 'promo', p_reason);
  v_codes := array(select c.code from billing.promo_codes as c where c.request = p_request order by c.id);
  if cardinality(v_codes) = 0 then
    select t.* into v_terms
    from jsonb_to_record(p_terms) as t (
      code text, kind text, value bigint, days integer, max_uses integer, uses_per_user integer, audience text,
      plans text[], lengths text[], first_only boolean, min_amount bigint, adds_up boolean, renewals integer
    );
    v_until := app.day_start(app.day_of(app.now()) + v_terms.days + 1);
    if p_count is null then
      v_result := ops.create_code(
        v_terms.code, v_terms.kind, v_terms.value, p_reason, v_until, v_terms.max_uses,
        coalesce(v_terms.uses_per_user, 1), coalesce(v_terms.audience, 'all'), v_terms.plans, v_terms.lengths,
        coalesce(v_terms.first_only, false), v_terms.min_amount, coalesce(v_terms.adds_up, false),
        coalesce(v_terms.renewals, 0)
      );
      if v_result ->> 'outcome' <> 'created' then
        raise exception using errcode = 'TK066', message = v_result ->> 'why', hint = 'Nothing was made.';
      end if;
      v_codes := array[v_result ->> 'code'];
    else
      v_codes := array(
        select m.code
        from ops.make_codes(
          v_terms.code, p_count, v_terms.kind, v_terms.value, p_reason, v_until, coalesce(v_terms.audience, 'all'),
          v_terms.plans, v_terms.lengths, coalesce(v_terms.first_only, false), v_terms.min_amount,
          coalesce(v_terms.adds_up, false), coalesce(v_terms.renewals, 0)
        ) as m
      );
    end if;
    update billing.promo_codes as c set request = p_request where c.code = any (v_codes) and c.retired_at is null;
  end if;
  return query select u.code from unnest(v_codes) with ordinality as u (code, at) order by u.at;
end
$$;
comment on function admin.make_promo(bigint, uuid, integer, jsonb, text) is
  'Makes a promo code (p_count null; ops.create_code), or that many of one use each (ops.make_codes; terms.code is their prefix), once for p_request, and returns the codes. p_terms: {"code", "kind", "value", "days": the last day on which it can be used is so many days from today, "max_uses", "uses_per_user", "audience", "plans", "lengths", "first_only", "min_amount", "adds_up", "renewals"}; what is left out is as in ops.create_code; amounts in minor units of the shop''s currency. Raises TK066 when there cannot be such a code, in words, and TK070 without the permission promo.';
