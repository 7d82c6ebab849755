"""The words between the core and the platforms."""
