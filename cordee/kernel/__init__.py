"""Words and engines without a domain, a table or a framework: plain Python on plain values.

- errors      the named errors an action may raise
- words       French sentences made here, and translated where they are shown
- verdict     a rule's answer (refuse, warn, inform), the register of rules
- workflow    a table of moves between states
- clock       delays: what starts them, stops them, interrupts them
- dates       months date to date, ages, periods, birth dates known in part
- names       how a name is searched, sorted and heard
- hours       hours of activity, week by week; typed_hours reads them as people write them
- registry    ordered lists of things declared by several domains
- partitions  the parts of a dossier

Nothing here reads the time: the day examined is always an argument (`on`).
"""
