"""What a pipeline shows to people: Pulumi's previews as a comment for reviewers, and as a drift report."""
