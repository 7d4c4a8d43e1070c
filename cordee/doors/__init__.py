"""Every door: how somebody comes from outside, without an account.

A house may publish a page (`PublicPage`): what it does, for whom, how to come, whom to call. From there the person
asks for help herself, or somebody who knows her orients her. What a prescriber sends waits sealed (`Arrival`) until
their address is confirmed, then becomes an orientation like any other (`referrals`), which they follow by a link
(`Follow`).

- rules       how fast is too fast, how many is too many, what a small proof of work is
- tokens      what a link carries: signed, and meaning nothing to whoever makes one up
- guarding    the guard of a public form: the token of the page, the hidden field, the limits in the database
- inside      the one way in: the context of the house that receives, opened after the checks

Nobody is signed in on these pages: nothing of a person is ever read to answer, but their own orientation through the
link given to who sent it.
"""
