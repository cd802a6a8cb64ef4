create or replace function admin.settle_refund(
  p_telegram_id bigint, p_refund_id bigint, p_outcome text, p_reason text
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'refunds', p_reason);
  return jsonb_build_object('outcome', case p_outcome
    when 'sent' then ops.refund_sent(p_refund_id, p_reason)
    when 'failed' then ops.refund_failed(p_refund_id, p_reason)
    when 'returned' then ops.refund_returned(p_refund_id, p_reason)
    else 'unknown_outcome'
  end);
end
$$;
comment on function admin.settle_refund(bigint, bigint, text, text) is
  'Says what became of a refund that is sent by hand: p_outcome sent, failed or returned. outcome: of ops.refund_sent, ops.refund_failed, ops.refund_returned, or unknown_outcome. Raises TK070 without the permission refunds.';
