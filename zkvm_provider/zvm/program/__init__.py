"""The plan as the text of a Pulumi program: one file for each guest, profiles as functions."""
