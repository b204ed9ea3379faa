"""How a Pulumi CLI comes to this machine, one module per question.

Standard library only: it runs before anything is installed. Nothing here knows what the CLI is used for.
"""
