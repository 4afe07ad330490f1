"""What an organisation and its people tell the lens, and what the lens says of their words."""
