"""Contributing factors: conditions that all had to hold, each with what made it possible and how it ends."""
