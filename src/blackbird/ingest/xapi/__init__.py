"""What X says by its API, version 2: ids, posts, rules, and what happened to posts and accounts."""
