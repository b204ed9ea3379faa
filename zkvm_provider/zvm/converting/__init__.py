"""One guest's statements into its plan: a file per subject, each of which says in the ledger what it did."""
