"""Whoever oriented is told of stages and milestones on their own line; the dossier that was open to them closes."""

from django.db import migrations, models

# The owner is under the policies too, and sees no row through them.
END_GROUNDS = [
    "ALTER TABLE people_ground NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE people_groundevent NO FORCE ROW LEVEL SECURITY",
    "UPDATE people_ground SET ends_at = now() WHERE kind = 'referred' AND (ends_at IS NULL OR ends_at > now())",
    "ALTER TABLE people_ground FORCE ROW LEVEL SECURITY",
    "ALTER TABLE people_groundevent FORCE ROW LEVEL SECURITY",
]


class Migration(migrations.Migration):
    dependencies = [
        ("doors", "0003_arrivals_from_outside"),
        ("people", "0003_external_number_and_undoing"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.RemoveField(model_name="sending", name="shared_person_id"),
        migrations.AddField(
            model_name="follow",
            name="shared_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="sending",
            name="shown",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="sending",
            name="shown_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(END_GROUNDS, migrations.RunSQL.noop, elidable=True),
    ]
