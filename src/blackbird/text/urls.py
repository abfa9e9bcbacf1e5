"""One spelling for each web address, so that the same page is not fetched or cited twice."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit

from blackbird.errors import BadInput

_MOST = 8192  # characters; longer ones are no addresses of pages
_SHOWN = 80
_PORTS = {"http": 80, "https": 443}
_CONTROL_OR_SPACE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff]")
_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?")
_BRACKETED = re.compile(r"\[[0-9a-f:.]{2,45}\]")
_HOST_MOST = 253
_ESCAPED = re.compile(r"(%[0-9A-Fa-f]{2})")
_ADDRESS = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
_TRACKING_PREFIX = ("utm_", "mc_", "pk_", "mtm_", "hsa_", "oly_", "vero_")
_TRACKING = frozenset(
    "fbclid gclid dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh li_fat_id mkt_tok "
    "_ga _gl _hsenc _hsmi s_cid ncid cmpid ref_src ref_url spm scid rb_clickid wickedid".split()
)
_PATH_SAFE = "/:@!$&'()*+,;=-._~"


def is_url(text: str) -> bool:
    """Whether ``text`` is one http or https address and nothing else."""
    try:
        canonical_url(text)
    except BadInput:
        return False
    return True


def canonical_url(url: str) -> str:
    """The address without what does not change the page.

    Lower-case scheme and host (international names in ASCII), no default port, no fragment, no
    tracking parameters, the others sorted, dot segments resolved, one way of escaping.
    Idempotent. Raises ``BadInput`` for anything but http and https with a host, and where a user
    name or password is given: such addresses would carry it into citations.
    """
    parts = _split(url.strip())
    host = _host(parts, url)
    try:
        port = parts.port
    except ValueError:
        raise _bad(url, "its port is not a number up to 65535") from None
    scheme = parts.scheme.lower()
    place = host if port in (None, _PORTS[scheme]) else f"{host}:{port}"
    query = _query(parts.query)
    return f"{scheme}://{place}{_path(parts.path)}" + (f"?{query}" if query else "")


def _split(url: str) -> SplitResult:
    if len(url) > _MOST:
        raise _bad(url, f"it is longer than {_MOST} characters")
    if not _ADDRESS.fullmatch(url) or _CONTROL_OR_SPACE.search(url):
        raise _bad(url, "it does not begin with http:// or https://, or has spaces in it")
    try:
        return urlsplit(url)
    except ValueError:
        raise _bad(url, "its host cannot be read") from None


def _host(parts: SplitResult, url: str) -> str:
    if "@" in parts.netloc:
        raise _bad(url, "it carries a user name")
    name = (parts.hostname or "").rstrip(".")
    if ":" in name:
        name = f"[{name}]"
    elif not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            raise _bad(url, "its host cannot be read") from None
    readable = _BRACKETED if name.startswith("[") else _NAME
    if len(name) > _HOST_MOST or not readable.fullmatch(name):
        raise _bad(url, "its host cannot be read")
    return name


def _path(path: str) -> str:
    segments: list[str] = []
    for segment in _escape(path).split("/")[1:]:
        if segment == "..":
            segments = segments[:-1]
        elif segment != ".":
            segments.append(segment)
    if path.endswith(("/.", "/..")):
        segments.append("")
    return "/" + "/".join(segments)


def _escape(path: str) -> str:
    """One way of escaping; what was escaped and means something as a separator stays so."""
    parts = _ESCAPED.split(path)  # the odd ones are escapes
    return "".join(
        part.upper() if n % 2 else quote(part, safe=_PATH_SAFE) for n, part in enumerate(parts)
    )


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    kept = [(key, value) for key, value in pairs if not _is_tracking(key.lower())]
    return urlencode(sorted(kept), errors="surrogateescape")


def _is_tracking(key: str) -> bool:
    return key in _TRACKING or key.startswith(_TRACKING_PREFIX)


def _bad(url: str, why: str) -> BadInput:
    return BadInput(
        f'"{url[:_SHOWN]}" cannot be used as an address: {why}.',
        "Give a full address such as https://example.org/page.",
    )
