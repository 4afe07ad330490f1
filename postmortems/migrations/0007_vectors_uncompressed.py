from django.db import migrations

# Ranking reads the vectors of hundreds of rows, and half of its time went into taking them out of Postgres'
# compression. The second statement has those of documents that are there already written anew.
UNCOMPRESSED = """
ALTER TABLE postmortems_searchrow ALTER COLUMN vector SET STORAGE EXTERNAL;
UPDATE postmortems_searchrow SET text = text WHERE kind = 'postmortem';
"""
COMPRESSED = "ALTER TABLE postmortems_searchrow ALTER COLUMN vector SET STORAGE EXTENDED;"


class Migration(migrations.Migration):
    dependencies = [("postmortems", "0006_import_file_as_draft")]

    operations = [migrations.RunSQL(UNCOMPRESSED, COMPRESSED)]
