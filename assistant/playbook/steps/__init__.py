"""One file per step type."""
