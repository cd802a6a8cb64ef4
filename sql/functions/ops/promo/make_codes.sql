-- Ten random characters of 32 are 50 bits: with a million codes in use, a guess is right once in a billion. Characters
-- that look alike are left out. The random bytes are those of a uuid that its version leaves random.
create or replace function ops.make_codes(
  p_prefix text,
  p_count integer,
  p_kind text,
  p_value bigint,
  p_reason text,
  p_until timestamptz default null,
  p_audience text default 'all',
  p_plans text[] default null,
  p_lengths text[] default null,
  p_first_only boolean default false,
  p_min_amount bigint default null,
  p_adds_up boolean default false,
  p_renewals integer default 0,
  p_from timestamptz default null,
  p_currency text default null
) returns table (code text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_prefix constant text := upper(btrim(p_prefix));
  v_result jsonb;
begin
  if (p_count between 1 and 100000) is not true or (v_prefix ~ '^[A-Z0-9]{1,22}$') is not true then
    raise exception using
      errcode = 'TK066',
      message = 'a batch has 1 to 100000 codes, and a prefix of 1 to 22 letters and digits',
      hint = 'Nothing was made.';
  end if;
  -- Codes of one prefix are listed, counted and withdrawn together.
  perform pg_advisory_xact_lock(hashtextextended(format('promo batch:%s', v_prefix), 0));
  if exists (select from billing.promo_codes as c where c.batch = v_prefix) then
    raise exception using
      errcode = 'TK066',
      message = format('codes with the prefix %s were made before; choose another prefix', v_prefix),
      hint = 'Nothing was made.';
  end if;
  for v_n in 1..p_count loop
    code := v_prefix || (
      select string_agg(substr('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', get_byte(r.bytes, b.at) % 32 + 1, 1), '' order by b.at)
      from (select uuid_send(gen_random_uuid()) as bytes where v_n > 0) as r
      cross join unnest(array[0, 1, 2, 3, 4, 5, 9, 10, 11, 12]) as b (at)
    );
    v_result := billing.create_promo(billing.new_promo(
      code, p_kind, p_value, p_reason, p_until, 1, 1, p_audience, p_plans, p_lengths, p_first_only, p_min_amount,
      p_adds_up, p_renewals, p_from, p_currency, v_prefix
    ));
    if v_result ->> 'outcome' <> 'created' then
      raise exception using
        errcode = 'TK066', message = v_result ->> 'why', hint = 'Nothing was made.';
    end if;
    return next;
  end loop;
end
$$;
comment on function ops.make_codes(text, integer, text, bigint, text, timestamptz, text, text[], text[], boolean, bigint, boolean, integer, timestamptz, text) is
  'Makes p_count promo codes for one use each, of p_prefix and ten random characters, and returns them; the other arguments are those of ops.create_code. Raises TK066 and makes none when there cannot be such codes, or some with this prefix were made before.';
