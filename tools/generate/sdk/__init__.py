"""The typed Python SDK as source text, in the form Pulumi users know: argument classes, resources, functions, enums.

The SDK stands alone: at run time it imports pulumi and nothing else of this project.
"""
