"""The only truth about a resource: frozen, typed values with their documentation beside each field.

Everything a user meets is derived from here: the schema, input checks, the Python SDK, the reference pages. This room
knows no XML, no gRPC, no machine.
"""
