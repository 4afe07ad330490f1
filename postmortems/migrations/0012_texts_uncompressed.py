from django.db import migrations

# A page of answers reads 25 texts to show where the words stand, and a third of what search asks of Postgres was
# taking them out of its compression. The second statement has those of documents that are there already written anew.
UNCOMPRESSED = """
ALTER TABLE postmortems_searchrow ALTER COLUMN text SET STORAGE EXTERNAL;
UPDATE postmortems_searchrow SET text = text || '' WHERE kind = 'postmortem';
"""
COMPRESSED = "ALTER TABLE postmortems_searchrow ALTER COLUMN text SET STORAGE EXTENDED;"


class Migration(migrations.Migration):
    dependencies = [("postmortems", "0011_not_shipped_by_then")]

    operations = [migrations.RunSQL(UNCOMPRESSED, COMPRESSED)]
