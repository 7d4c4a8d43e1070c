"""The outbox: mail and SMS written in the transaction of the fact, sent once by the worker.

    from cordee.plumbing.outbox.actions import post_message
    from cordee.plumbing.outbox.hooks import PURPOSES, Purpose

    PURPOSES.register("referral_received", Purpose(_("Accusé de réception d’une orientation")))   # in ready()

    post_message(
        organisation=referral.organisation_id,
        channel="mail",                           # or "sms"
        purpose="referral_received",
        to="prescription@exemple.fr",
        subject=_("Votre demande est bien arrivée"),
        text=_("Bonjour,\\n\\nVous pouvez suivre sa réponse ici :\\nhttps://…"),   # paragraphs; addresses become links
        once=f"referral-received:{referral.pk}",  # the same key never makes a second message
        thing=referral,                           # what it is about
        person=None,                              # the dossier it belongs to, when there is one
        by=None,                                  # the actor who writes, when somebody does
    )

It returns the message, new or already there. The caller's database context must see its organisation (a member's, or
`system_context`). `not_before` delays it, `not_after` gives it up, `cancel_message` takes it back while it waits.

Rules: never a name, a theme nor what the house does in what goes to the person; nothing about the person in what goes
to a professional. To write to a person, do not call this: `cordee.dossier.messages.write_to_person` asks first whether
they want it, how and when.

What is uncertain (a worker killed, or a silence, once the server was given the text) becomes `unknown` and waits for
somebody in « Envois »: it is never sent again by itself.

Rooms: enums, rules, models, hooks, letters (what is sealed), actions, carriers (mail, sms), sending (what the worker
does), bounces, jobs.
"""
