"""What a server of the fediverse that speaks Mastodon's API says, and how it is asked."""
