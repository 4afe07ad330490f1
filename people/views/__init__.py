"""Pages about people, one module a group of pages."""
