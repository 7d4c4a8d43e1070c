"""The minutes of a sitting: drafted from what was decided, completed, approved, frozen; corrected beside, never over.

Words: the whole (who was there, the quorum, what was said of nobody in particular), a situation (what was asked, said,
missing), words (what whoever holds the pen adds), approval, correction.
"""
