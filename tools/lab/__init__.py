"""The lab: `make up`, `make down`, and a Pulumi of its own that leaves the user's alone."""
