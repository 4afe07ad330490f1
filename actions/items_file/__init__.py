"""`action-items.yml`: actions in version control, out and in. See docs/action-items.md."""
