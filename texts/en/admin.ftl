# The admin menu. It has fewer languages than the shop: see ADMIN_LANGUAGES.
admin-menu = <b>Steering the shop</b>
    Your role: { $role }
    What you do here is kept in the audit log, with your reason.
admin-role = { $role ->
    [owner] owner
    [manager] manager
    [support] support
   *[none] none
}
button-admin-admins = Admins
button-admin-cancel = Cancel
button-admin-confirm = Confirm
button-admin-skip = Leave out
button-admin-role = { $role ->
    [owner] Owner: everything
    [manager] Manager: the daily business
    [support] Support: customers
   *[none] No admin any more
}
button-admin-add-admin = Add an admin
toast-admin-refused = Not done: { $why }
toast-admin-not-allowed = Your role does not allow that.
admin-wrong = ⚠️ That is no answer to this question.
admin-refused = ⚠️ Not done: { $why }
admin-cancelled = Cancelled, nothing was done.
admin-field = { $name }: <b>{ $value }</b>
admin-ask-reason = Why? It is recorded, and a customer whom it is about reads it.
admin-field-reason = Reason
admin-ask-role = Which role?
admin-field-role = Role
admin-ask-user = Who? Send the customer number, which stands under More in his bot. He has to have started the bot.
admin-field-user = Customer
admin-form-role = <b>Role of an admin</b>
admin-admins = <b>Admins</b>
    What a role may do can be changed in the database (app.role_permissions).
admin-admin = { $name } · { $id } · { $role }{ $reachable ->
    [no] {" · not reachable"}
   *[yes] {""}
}
admin-role-set = { $outcome ->
    [made] ✅ The role is set.
    [removed] ✅ No admin any more.
    [unchanged] That was the role before.
    [not_an_owner] ⚠️ Only an owner makes or removes owners.
    [last_owner] ⚠️ Somebody has to stay the owner: make another one first.
   *[unknown] ⚠️ There is no such customer.
}
