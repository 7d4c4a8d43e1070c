"""GET / answers; POST /N writes N and answers once the database acknowledged it."""

import os

import psycopg

CREATE = (
    "CREATE TABLE IF NOT EXISTS written (n int PRIMARY KEY); GRANT SELECT, INSERT ON written TO cordee_app"
)


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    if environ["REQUEST_METHOD"] == "POST":
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute("INSERT INTO written VALUES (%s)", [int(environ["PATH_INFO"].strip("/"))])
    names = [name for name in os.environ if name.startswith(("DATABASE", "CORDEE"))]
    return [" ".join(sorted(names)).encode()]
