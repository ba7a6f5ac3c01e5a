"""The run: which artifacts to make, made whole or not at all, and recorded in the manifest."""
