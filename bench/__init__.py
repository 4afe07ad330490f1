"""A large organisation, and how long its pages and jobs take beside raw SQL and a bare template. See docs/performance.md."""
