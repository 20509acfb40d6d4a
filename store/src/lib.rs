//! The one door to the data: entities, migrations, apply, queries, blobs.
