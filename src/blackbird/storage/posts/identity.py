"""Eight bytes that stand for an address: keyed, so that nobody can make two that are alike."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from blackbird.posts import Post


@dataclass(frozen=True, slots=True)
class Identity:
    """Hashes under one record's own secret, as signed numbers of 64 bits.

    Among ten million posts, the chance that any two have one number is three in a million.
    """

    secret: bytes

    def post(self, scope: str, uri: str) -> int:
        """Of a post; ``scope``: within which alone its address counts (``scope_of`` its feed)."""
        return self._hash("post", scope, uri)

    def alias(self, feed: int, local_id: str) -> int:
        """Of what one feed calls a post."""
        return self._hash("alias", str(feed), local_id)

    def account(self, scope: str, account: str) -> int:
        """Of an account."""
        return self._hash("account", scope, account)

    def content(self, post: Post) -> int:
        """Of all that people see of a post, and whose it is: equal while nothing was changed."""
        whose = (post.account, post.author)
        seen = (post.text, post.title, post.url, post.language, post.reply_to)
        return self._hash("content", str(post.likes), "\0".join((*whose, *seen, *post.links)))

    def _hash(self, about: str, scope: str, name: str) -> int:
        data = f"{about}\0{scope}\0{name}".encode("utf-8", "surrogatepass")
        made = hashlib.blake2b(data, digest_size=8, key=self.secret).digest()
        return int.from_bytes(made, "big", signed=True)
