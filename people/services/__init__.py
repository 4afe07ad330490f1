"""Every write about people. One module a noun; each write leaves an audit row."""
