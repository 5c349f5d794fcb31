"""Who wants a mailbox read at once; and the newest mail of each mailbox, which its page tells.

The index of mailbox and moment takes the place of that of the mailbox alone.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0007_incoming_mail"),
    ]

    operations = [
        migrations.AddField(
            model_name="mailbox",
            name="round_asked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="mail",
            name="mailbox",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mails",
                to="records.mailbox",
            ),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(fields=["mailbox", "-arrived_at"], name="mail_of_mailbox"),
        ),
    ]
