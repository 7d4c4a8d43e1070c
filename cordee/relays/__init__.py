"""What goes out of the house about a person: orientations to partners, relay sheets, exchanges around a situation.

Nothing leaves without the person's agreement (DPO-03), to somebody named, and only what was chosen and read again.

- enums, rules, moves   closed lists; what holds and which text says so; the moves of a relay
- models, contents      the rows, one table per restricted part; their words, and how they are sealed
- composing             what the partner will read, from what was chosen
- actions, answering    prepared, agreed to, sent; answered, completed, withdrawn: `states.become` alone writes a state
- links, door           the partner's link, without an account
- exchanges             a case conference outside the board
"""
