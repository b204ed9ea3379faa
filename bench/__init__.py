"""What zkvm costs, in proportion to the least that the same work could cost in the same run."""
