"""Meetings with people: who, when, where, what became of them; the agenda, reminders, the calendar feed, the hours.

Words: appointment (rendez-vous), matter (ce dont on parle et avec qui: sealed apart where it touches health or
protection), outcome (issue: seen, excused, revoked, no-show; unknown until somebody says), series (a rhythm whose
appointments are written a year ahead, for as long as it lives: no end is asked), feed (a secret address calendar
programs read).

An appointment stands in the identity part: whoever welcomes must know that somebody comes, and when. What it is about
stands in the part of the dossier it touches. Instants are UTC; rhythms keep the hour of the house's clocks.
"""
