"""Pages of the monthly review."""
