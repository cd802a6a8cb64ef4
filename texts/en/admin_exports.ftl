# Files for spreadsheets.
button-admin-exports = Files
button-admin-export = { $what ->
    [payments] Payments of a month
    [ledger] Books of a month
    [customers] Customers
   *[subscriptions] Subscriptions
}
admin-exports = <b>Files</b>
    Each comes as a CSV file, which spreadsheets open. Who was given which file is recorded.
    Payments: what each payment provider took in, kept and sent back, for the accountant.
    Books: every movement of money in the shop, for the accountant.
admin-export-what = { $what ->
    [payments] Payments, refunds, fees and disputes, as the payment providers owe them.
    [ledger] Every movement of money, two lines or more for each; they sum to zero.
    [customers] All customers with their names on Telegram: keep the file safe.
   *[subscriptions] All subscriptions, by the number of the customer.
}
admin-form-export = <b>File</b>
admin-ask-export_span = Which month? Tap one, or write it: 2026-11. A year is possible, too: 2026.
admin-field-export_span = Month
admin-export-sent = { $rows ->
    [0] There is nothing in it, so no file was sent.
    [one] ✅ The file has { $rows } line.
   *[other] ✅ The file has { $rows } lines.
}
admin-export-large = ⚠️ The file is larger than Telegram takes. Choose a shorter time.
admin-export-late = ⚠️ The database needs too long for this now. Try again when less is going on, or choose a shorter time.
