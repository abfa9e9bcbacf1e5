"""Archives that networks give their people: opened, and the posts in them."""
