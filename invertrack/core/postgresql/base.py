"""Django's PostgreSQL, told that a table's own key may be (patient_id, id)."""

from django.db.backends.postgresql import base, features


class DatabaseFeatures(features.DatabaseFeatures):
    """What this database can do."""

    # By the model `id` is the key, so Django would leave the other columns out of GROUP BY. Where
    # tables lie apart by patient (ADR 0012) it is half of the key, and PostgreSQL refuses that.
    allows_group_by_selected_pks = False


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection; the class that ENGINE leads to."""

    features_class = DatabaseFeatures
