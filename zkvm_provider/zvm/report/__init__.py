"""The account of a conversion: as text, as JSON, and as a page that needs nothing else."""
