"""The commission room: boards, their sittings, what is decided there of each situation.

Words: board (commission, équipe pluridisciplinaire, cellule d'appui: one object), seat (collège), holder (titulaire or
suppléant), sitting (séance), convocation, presence (by seat), item (a situation on the agenda), guest (for one
situation only), withdrawal (déport: a conflict of interest), level (an opinion, then a decision, where the board is
two-level).

A board decides nothing by itself: a person writes down what was decided, on the day of the sitting. An admission goes
through `pathways.actions.record_admission`, an orientation is answered by `referrals`, and both are taken back with the
decision until the minutes are approved.
"""
