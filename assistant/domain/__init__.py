"""Facts and rules of a dispute, in the standard library only."""
