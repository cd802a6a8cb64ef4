# Wer andere einlädt, und was das bringt.
invite =
    <b>Andere einladen</b>

    { $reward ->
        [percent] Sie bekommen <b>{ $percent } %</b> jeder Zahlung derer, die über Ihren Link kommen
        [sum] Sie bekommen <b>{ $sum }</b>, wenn jemand zum ersten Mal zahlt, der über Ihren Link kam
       *[days] Sie bekommen <b>{ period }</b>, wenn jemand zum ersten Mal zahlt, der über Ihren Link kam
    }. Zum Kopieren antippen:
    <code>{ $link }</code>
invite-second = Dazu { $percent } % jeder Zahlung derer, die von diesen kommen.
invite-trial = Sie testen länger: { $unit ->
    [day] { $count ->
        [one] { $count } Tag
       *[other] { $count } Tage
    }
   *[hour] { $count ->
        [one] { $count } Stunde
       *[other] { $count } Stunden
    }
} kostenlos.
invite-welcome = Mit der ersten Zahlung bekommen sie { $bonus } Bonus.
invite-counts = Über Ihren Link gekommen: <b>{ $brought }</b>, davon zahlen: <b>{ $paying }</b>
invite-next = { $percent } % ab { $start } Zahlenden: noch { $missing }
invite-days = Verdient: <b>{ period }</b>
invite-earned = Verdient: <b>{ $earned }</b>
invite-pending = Ausstehend: { $pending }, { $when ->
    [later] das Erste davon ab { $until }
   *[spent] bis es für einen Tarif ausgegeben ist
}
invite-owed = Wird vom nächsten Verdienst abgezogen: { $owed }, für Zahlungen, die zurückgingen
invite-how = Es zählt Geld, das sie einzahlen und für einen Tarif ausgeben. { $reward ->
    [days] Die Tage bekommen Sie nach dieser Frist: { period }
   *[other] Es gehört Ihnen nach dieser Frist: { period }, und bezahlt Tarife
}. Geht eine Zahlung zurück, geht auch der Verdienst zurück.
invite-off =
    <b>Andere einladen</b>

    Im Moment bringt das Einladen nichts ein. Was Sie verdient haben, bleibt Ihres.
invite-message = Ein VPN, das funktioniert. Probieren Sie es aus:
invite-qr = Wer das scannt, kommt über Ihren Link.
referral-joined =
    👋 <b>{ $count ->
        [one] Jemand ist über Ihren Link gekommen
       *[other] { $count } Personen sind über Ihren Link gekommen
    }</b>
reward-pending =
    <b>+{ $amount } fürs Einladen</b>

    Jemand, der über Ihren Link kam, hat bezahlt. Frühestens { ON($until) } gehört es Ihnen, sobald die Zahlung für einen Tarif ausgegeben ist.
reward-released =
    ✅ <b>{ $amount } fürs Einladen sind auf Ihrem Guthaben</b>

    Guthaben: { $balance }. Davon werden Tarife bezahlt.
reward-taken-back =
    { $taken ->
        [no] <b>{ $pending } fürs Einladen kommen nicht</b>
       *[yes] <b>{ $amount } fürs Einladen wurden zurückgenommen</b>
    }

    Die Zahlung, die das eingebracht hatte, ging an den Zahler zurück. Guthaben: { $balance }.{ $more ->
        [pending] {" "}Weitere { $pending } waren noch nicht da und kommen nicht.
        [owed] {" "}{ $owed } davon sind schon ausgegeben: was Sie als Nächstes verdienen, deckt das.
        [both] {" "}Weitere { $pending } waren noch nicht da und kommen nicht. { $owed } sind schon ausgegeben: was Sie als Nächstes verdienen, deckt das.
       *[no] {""}
    }
reward-covered =
    <b>{ $amount } Ihres Verdienstes decken, was zurückgenommen wurde</b>

    Das war ausgegeben, bevor es zurückgenommen wurde; deshalb deckt Ihr Verdienst es zuerst. Guthaben: { $balance }.
withdrawal-covered =
    <b>{ $amount } Ihres Verdienstes decken eine Auszahlung</b>

    Das Geld war Ihnen zurückgegeben und trotzdem ausgezahlt worden; deshalb deckt Ihr Verdienst es. Guthaben: { $balance }.
reward-welcome =
    🎁 <b>{ $amount } Bonus für Ihre erste Zahlung</b>

    Guthaben: { $balance }. Davon werden Tarife bezahlt.
reward-days =
    🎁 <b>Freie Zeit fürs Einladen</b>

    Jemand, der über Ihren Link kam, zahlt. { $plan } läuft jetzt bis { UNTIL($ends_at) }.
balance-earned = , { $earned } durch Einladen verdient
notices-referrals = Wer über Ihren Link kommt, und was das bringt: <b>{ $state ->
    [on] ein
   *[off] aus
}</b>
