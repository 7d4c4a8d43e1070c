"""A contract signed from home, through a link: given by whoever accompanies, opened by the person alone.

- models     the link: to whom, on which text, until when, what became of it
- actions    what a colleague does: give a link, take it back
- opening    what the person does, without an account: say who they are, read, sign, or ask to talk first
- views      the pages of the house; public: the pages behind the link

A link bears the digest of one text: once that text is taken back, amended or given up, nothing is signed there.
"""
