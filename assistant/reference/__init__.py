"""Places, holidays and word lists: shipped data with its loaders."""
