"""Groups of actors that the tables name again and again. Nobody is in one without a second factor shown."""

# They keep the programme's records. `both` is an administrator too, but never for her own record.
OTHER_KEEPERS = "administrator director twofold"
KEEPERS = f"{OTHER_KEEPERS} both"
# Who decides about or examines a cohort reads it, and changes nothing.
READERS = "board examiner"
