"""The conformance kit: what the engine expects of every kind of resource, tried over the wire on an emulated host."""
