# Beschriftungen von Schaltflächen; die der Benachrichtigungen nennt auch SQL.
button-try = Kostenlos testen ({ $unit ->
    [day] { $count ->
        [one] { $count } Tag
       *[other] { $count } Tage
    }
   *[hour] { $count ->
        [one] { $count } Stunde
       *[other] { $count } Stunden
    }
})
button-connect = Verbinden
button-subscription = Abonnement
button-profile = Mein Abonnement
button-balance = Guthaben
button-more = Mehr
button-admin = Verwaltung
button-which = { $plan }
button-history = Verlauf
button-language = Sprache, Zeit
button-zones = 🕐 { $clock } { $city }
button-zone = { $clock } { $city }
button-zone-chosen = ✅ { $clock } { $city }
button-notices = Mitteilungen
button-tips-on = Tipps und Angebote einschalten
button-tips-off = Tipps und Angebote ausschalten
button-help = Hilfe
button-support = Support
button-reply = Antworten
button-solved = Ist gelöst
button-write-more = Mehr schreiben
button-ask = { $topic ->
    [access] Geht nicht
    [payment] Zahlung
   *[other] Anderes
}
button-ask-anyway = Support fragen
button-faq = { $question ->
    [pay] So bezahlen
    [connect] So verbinden
    [slow] Es ist langsam
    [devices] Geräte
   *[refund] Rückerstattung
}
button-ticket-history = Verlauf
button-close-ticket = Schließen
button-privacy = Meine Daten
button-get-data = Meine Daten als Datei
button-delete = Mein Konto löschen
button-delete-yes = Ja, alles löschen
button-keep-account = Konto behalten
button-menu = Menü
button-back = Zurück
button-close = Schließen
button-offers-off = Solche nicht mehr
button-buy = Tarif wählen
button-buy-wanted = { $plan } kaufen · { $amount }
button-try-again = Noch einmal versuchen
button-renew = Verlängern
button-topup = Aufladen
button-topup-amount = { $amount } aufladen
button-topup-for = { $amount } aufladen für { $plan }
button-topup-renewal = { $amount } für die Verlängerung aufladen
button-amount = { $amount }
button-method = { $way } · { $amount }
button-method-down = ⚠️ { $way } · { $amount }
button-way-telegram = Karte in Telegram
button-way-yookassa = Karte oder SBP
button-way-stripe = Karte
button-way-stars = Telegram Stars
button-way-crypto-pay = Crypto Bot
button-way-heleket = Kryptowährung
button-monthly = 🔁 { $way } · { $amount } alle 30 Tage
button-remember-on = Für Verlängerungen merken
button-remember-off = Nicht merken
button-saved-methods = Zahlungsmittel
button-forget-method = ✕ { $method }
button-method-up = ↑ { $method }
button-resume-method = { $method } fortsetzen
button-balance-first = Zuerst das Guthaben
button-methods-first = Den ganzen Preis abbuchen
button-confirm = Bestätigen
button-pay-page = { $amount } bezahlen
button-check-payment = Ich habe bezahlt
button-other-method = Anders bezahlen
button-other-amount = Anderer Betrag
button-plan = { $plan } · ab { $amount }
button-plan-current = ✅ { $plan } · ab { $amount }
button-price = { period } · { $amount }
button-price-saving = { period } · { $amount } · { $saving } gespart
button-price-later = ⏳ { period } · { $amount }
button-price-was = { period } · { $was } → { $amount }
button-pay = { $amount } vom Guthaben bezahlen
button-change-now = Tarif jetzt wechseln
button-change-later = Zum Ende wechseln
button-keep-plan = Bei { $plan } bleiben
button-copy = Schlüssel kopieren
button-device = { $platform ->
    [ios] iPhone
    [android] Android
    [windows] Windows
    [macos] Mac
    [linux] Linux
   *[tv] TV
}
button-install = { $app } installieren
button-add-to = Zu { $app } hinzufügen
button-copy-address = Adresse kopieren
button-page = Seite öffnen
button-all-apps = Alle Apps und Hilfe
button-reissue = Neue Adresse
button-reissue-yes = Ja, neue Adresse
button-keep-address = Behalten
button-devices = Geräte
button-unbind = ✕ { $device }
button-unbind-all = Alle entfernen
button-unbind-yes = Ja, entfernen
button-keep-device = Behalten
button-qr = QR-Code
button-invite = Einladen
button-share = Teilen
button-referrals-on = Sagen, wer über meinen Link kommt
button-referrals-off = Nicht sagen, wer über meinen Link kommt
button-change-plan = Tarif wechseln
button-renew-for = Für { $amount } verlängern
button-do-not-renew = Nicht verlängern
button-auto-on = Automatisch verlängern
button-auto-off = Nicht automatisch verlängern
button-cancel = Kündigen
button-cancel-yes = Ja, kündigen
button-keep = Behalten
button-older = ‹ Älter
button-newer = Neuer ›

# Liste der Befehle im Eingabefeld von Telegram.
command-start = Hauptmenü
command-profile = Abonnement und Verlängerung
command-buy = Kaufen oder verlängern
command-connect = Gerät verbinden
command-history = Abbuchungen und Zahlungen
command-promo = Gutscheincode eingeben
command-referral = Andere einladen
command-language = Sprache und Zeit
command-support = Support fragen
command-privacy = Meine Daten, Konto löschen
command-help = So funktioniert es
button-terms = Regeln
button-read-terms = Regeln lesen
button-accept-terms = Ich nehme die Regeln an
button-joined = Ich bin beigetreten
button-company = Für Firmen
button-company-again = Von vorn
button-skip = Überspringen
button-send = Senden
description =
    Webseiten und Apps öffnen sich wieder: auf Telefon, Computer und Fernseher. Die Einrichtung dauert zwei Minuten.

    Tippen Sie auf Start: Ansehen kostet nichts.
description-short = Webseiten und Apps öffnen sich wieder: auf Telefon, Computer und Fernseher.

# Promo codes.
button-promo = Gutscheincode
button-promo-again = Code noch einmal versuchen
button-promo-remove = Code entfernen

# Geschenke, Namen, das Spiel.
button-gift = Verschenken
button-my-gifts = Meine Geschenke
button-gift-of = 🎁 { $plan }, { period }
button-gift-send = Senden
button-gift-return = Geld zurücknehmen
button-gift-return-yes = Ja, zurück
button-keep-gift = Behalten
button-send-link = Empfänger wählen
button-copy-link = Link kopieren
button-take = Geschenk annehmen
button-take-new = Als weiteres Abonnement
button-another = Noch eines
button-name = Benennen
button-game = Spiel
button-throw = 🎳 Werfen
command-gift = Ein Abonnement verschenken
command-game = Bowling mit Preisen

# Withdrawals.
button-withdraw = Auszahlen
button-withdraw-all = Alles: { $amount }
button-cancel-withdrawal = Auszahlung zurücknehmen
button-confirm-withdrawal = { $amount } auszahlen
button-withdrawals = Auszahlungen
button-approve = Freigeben
button-reject = Ablehnen
button-show-requisites = Angaben zeigen
button-was-paid = Ausgezahlt
button-sent-by-hand = Ja, das Geld ist gesendet
button-not-paid = Misslungen
button-refuse = { $why ->
    [requisites] Angaben falsch
    [rules] Gegen die Regeln
   *[other] Anderes: der Support erklärt es
}
button-promo-order = Zur Bestellung
