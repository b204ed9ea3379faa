"""The Pulumi CLI for this project: how it is provided, and a language host for one that was built."""
