# Files for spreadsheets.
button-admin-exports = Files
button-admin-export = { $what ->
    [payments] Payments of a month
    [ledger] Books of a month
    [customers] Customers
   *[subscriptions] Subscriptions
}
admin-exports = <b>Files</b>
    Each comes to this chat as a CSV file, which spreadsheets open; a large one as several files, packed. Who was given which file is recorded.
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
admin-export-asked = ✅ The file comes to this chat as soon as it is made; in a large shop that takes some minutes.
admin-export-file = { $rows ->
    [0] The file that you asked for would be empty: there is nothing in that time.
    [one] The file that you asked for: { $rows } line.
   *[other] The file that you asked for: { $rows } lines.
}{ $files ->
    [1] {""}
   *[other] {" "}This is file { $file } of { $files }.
}
admin-export-failed = ⚠️ A file that you asked for could not be made or sent. Ask for it again, or for a shorter time.
