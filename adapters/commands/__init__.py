"""What the `parley` commands do; each module is loaded when its command is given."""
