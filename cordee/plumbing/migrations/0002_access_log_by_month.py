"""The reading log, partitioned by month: it only grows, and goes by whole months (retention RET-03)."""

from django.db import migrations

CREATE = """
CREATE TABLE plumbing_accesslog (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    reader_organisation_id uuid NOT NULL,
    member_id uuid NOT NULL,
    person_id uuid,
    what text NOT NULL,
    detail text NOT NULL DEFAULT '',
    roles text NOT NULL DEFAULT '',
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE plumbing_accesslog_other PARTITION OF plumbing_accesslog DEFAULT;
CREATE INDEX access_log_of_person ON plumbing_accesslog (organisation_id, person_id, at DESC);
CREATE INDEX access_log_of_member ON plumbing_accesslog (member_id, at DESC);
"""


class Migration(migrations.Migration):
    dependencies = [("plumbing", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, "DROP TABLE plumbing_accesslog")]
