"""After the sitting: letters to the people, answers to who orients, prepared from what was decided, in one gesture.

Nothing leaves before it; it is undone until the minutes are approved. The gate of a pathway and the waiting list follow
the decision itself (`carrying`): they are told here, not done again.
"""
