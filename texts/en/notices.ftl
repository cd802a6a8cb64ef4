# What the shop says by itself. SQL names these; see app.notify().
trial-ended =
    <b>Your free trial has ended</b>

    It ran until { $ended_at }. Nothing was charged. Choose a plan and the same key works again at once.
subscription-ended =
    <b>Your subscription has ended</b>

    { $plan } ran until { $ended_at }. Nothing was charged. Renew it and the same key works again at once.
