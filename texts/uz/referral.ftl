# Boshqalarni taklif qilish va buning uchun beriladigan mukofot.
invite =
    <b>Taklif qilish</b>

    { $reward ->
        [percent] Havolangiz orqali kelganlarning har bir toʻlovidan <b>{ $percent } %</b> olasiz
        [sum] Havolangiz orqali kelgan kishi birinchi marta toʻlaganda <b>{ $sum }</b> olasiz
       *[days] Havolangiz orqali kelgan kishi birinchi marta toʻlaganda <b>{ period }</b> olasiz
    }. Nusxalash uchun bosing:
    <code>{ $link }</code>
invite-second = Ular taklif qilganlarning har bir toʻlovidan ham { $percent } %.
invite-trial = Ularning bepul sinovi uzoqroq: { $unit ->
    [day] { $count ->
        [one] { $count } kun
       *[other] { $count } kun
    }
   *[hour] { $count ->
        [one] { $count } soat
       *[other] { $count } soat
    }
}.
invite-welcome = Birinchi toʻlov bilan ular { $bonus } bonus oladi.
invite-counts = Havolangiz orqali keldi: <b>{ $brought }</b>, shundan toʻlaydi: <b>{ $paying }</b>
invite-next = { $percent } % – toʻlovchilar { $start } taga yetganda: { $missing } ta qoldi
invite-days = Ishlab topildi: <b>{ period }</b>
invite-earned = Ishlab topildi: <b>{ $earned }</b>
invite-pending = Kutilmoqda: { $pending }, { $when ->
    [later] birinchi qismi { $until } dan
   *[spent] tarifga sarflangunicha
}
invite-owed = Keyingi mukofotlardan ushlab qolinadi: { $owed }, qaytgan toʻlovlar uchun
invite-how = Ular toʻlagan va tarifga sarflagan pul hisoblanadi. { $reward ->
    [days] Kunlar { period } oʻtgach beriladi
   *[other] U { period } oʻtgach sizniki, u bilan tarif toʻlash mumkin
}. Toʻlov qaytsa, u uchun berilgani ham qaytadi.
invite-off =
    <b>Taklif qilish</b>

    Hozir taklif uchun hech narsa berilmaydi. Topganingiz oʻzingizda qoladi.
invite-message = Ishlaydigan VPN. Sinab koʻring:
invite-qr = Buni skanerlagan kishi havolangiz orqali keladi.
referral-joined =
    👋 <b>{ $count ->
        [one] Havolangiz orqali { $count } kishi keldi
       *[other] Havolangiz orqali { $count } kishi keldi
    }</b>
reward-pending =
    <b>Taklif uchun +{ $amount }</b>

    Havolangiz orqali kelgan kishi toʻladi. Toʻlov tarifga sarflanganda, eng erta shu vaqtda sizniki boʻladi: { $until }.
reward-released =
    ✅ <b>Taklif uchun { $amount } balansingizda</b>

    Balans: { $balance }. Tariflar undan toʻlanadi.
reward-taken-back =
    { $taken ->
        [no] <b>Taklif uchun { $pending } kelmaydi</b>
       *[yes] <b>Taklif uchun berilgan { $amount } qaytarib olindi</b>
    }

    Uni keltirgan toʻlov toʻlovchiga qaytdi. Balans: { $balance }.{ $more ->
        [pending] {" "}Yana { $pending } hali kelmagan edi va kelmaydi.
        [owed] {" "}Shundan { $owed } sarflab boʻlingan: keyingi daromadingiz uni qoplaydi.
        [both] {" "}Yana { $pending } hali kelmagan edi va kelmaydi. { $owed } sarflab boʻlingan: keyingi daromadingiz uni qoplaydi.
       *[no] {""}
    }
reward-covered =
    <b>Daromadingizdan { $amount } qaytarib olinganni qopladi</b>

    U qaytarib olinguncha sarflangan edi, shuning uchun daromadingiz avval uni qoplaydi. Balans: { $balance }.
withdrawal-covered =
    <b>Daromadingizdan { $amount } toʻlovni qopladi</b>

    Pul sizga qaytarilgan va baribir toʻlangan edi, shuning uchun daromadingiz uni qoplaydi. Balans: { $balance }.
reward-welcome =
    🎁 <b>Birinchi toʻlovingiz uchun { $amount } bonus</b>

    Balans: { $balance }. Tariflar undan toʻlanadi.
reward-days =
    🎁 <b>Taklif uchun bepul vaqt</b>

    Havolangiz orqali kelgan kishi toʻlaydi. { $plan } endi shu vaqtgacha: { $ends_at }.
balance-earned = , { $earned } taklif uchun
notices-referrals = Havolangiz orqali kim keldi va buning uchun nima berildi: <b>{ $state ->
    [on] yoqilgan
   *[off] oʻchirilgan
}</b>
