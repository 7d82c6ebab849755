"""The platforms that feed the one assistant, and the `parley` command."""
