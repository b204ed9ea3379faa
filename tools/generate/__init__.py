"""Everything that is derived from the model: the schema, the Python SDK, the reference pages.

What is written here is committed, and a test makes it again and compares. Nothing is declared here that the model does
not say.
"""
