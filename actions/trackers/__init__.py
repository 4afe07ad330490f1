"""Tickets elsewhere: GitHub, GitLab, Jira and Linear behind one small interface. See docs/trackers.md.

`choices`, `models` → `ticket` (what a tracker is to us), `http`, `sealing` → one module a tracker →
`rules`, `services`, `syncing` → `forms`, `views`.
"""
