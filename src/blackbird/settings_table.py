"""The table of all settings: name, type, default, and what each is for.

Apart from ``settings.py``, which reads and writes their values: the table grows with the product,
the reader does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, Literal, get_args

from blackbird.types import Checking

Origin = Literal["flag", "environment", "file", "default"]
"""Where a value comes from, the strongest first."""


def _setting(default: Any, text: str, **more: Any) -> Any:
    """``live``: may change while a server runs; ``secret``: is never shown; ``least``, ``most``;
    ``among``: the texts that it may be; ``once``: what older values mean.
    """
    return field(default=default, metadata={"help": text, **more})


_SWITCH = MappingProxyType(
    dict.fromkeys(("true", "1", "on", "yes"), "strict") | dict.fromkeys(("false", "0", "no"), "off")
)
"""What a setting that was on or off means now."""
_CONSENT = MappingProxyType(
    dict.fromkeys(("true", "1", "on"), "yes") | dict.fromkeys(("false", "0", "off"), "no")
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its type, default and meaning."""

    data_dir: str = _setting("", "Folder of all state: models, documents, indexes.")
    model: str = _setting(
        "mini", "Model that answers: mini, full, tiny, or a remote one's name.", live=True
    )
    model_url: str = _setting(
        "", "Address of an OpenAI-compatible server (ends in /v1). Empty: models run here."
    )
    model_key: str = _setting("", "Key for the server at model_url.", secret=True)
    hub_url: str = _setting(
        "https://huggingface.co", "Model hub, tried first for downloads. Empty: never tried."
    )
    mirror_url: str = _setting("", "HTTP mirror of model files, tried after the hub.")
    models_folder: str = _setting("", "Folder with model files, tried before any network.")
    threads: int = _setting(0, "Processor threads for models. 0: as many as there are cores.")
    context: int = _setting(4096, "Tokens that the language model can hold in one conversation.")
    slots: int = _setting(4, "Prompts that the local language model keeps at once.")
    evidence_tokens: int = _setting(
        140, "Evidence given to the model, in tokens, roughly.", live=True, least=1
    )
    answer_tokens: int = _setting(200, "Longest answer, in tokens.", live=True, least=1)
    deep_seconds: float = _setting(
        300.0,
        "Seconds that a report (ask --deep) may take; a part that has begun is finished.",
        live=True,
        least=1,
        most=86_400,
    )
    deep_tokens: int = _setting(
        3000,
        "Length of a report, in tokens; a part that has begun is finished.",
        live=True,
        least=1,
    )
    search_timeout_s: float = _setting(5.0, "Seconds that a source may take.", live=True)
    hits: int = _setting(10, "Passages asked of each source.", live=True, least=1, most=1000)
    check: str = _setting(
        "strict",
        "How sentences are checked: strict (what does not hold is repaired or dropped), marked, "
        "off.",
        live=True,
        among=get_args(Checking),
        once=_SWITCH,
    )
    opinion_s: float = _setting(
        6.0,
        "Seconds for second opinions on claims of which the judge is unsure. 0: none.",
        live=True,
    )
    web: str = _setting(
        "ask",
        "Whether the web may be searched and read, which leaves this machine: ask (once), yes, no.",
        live=True,
        among=("ask", "yes", "no"),
        once=_CONSENT,
    )
    web_since: str = _setting("", "When the web was allowed; written whenever web is changed.")
    web_ports: str = _setting(
        "", "Ports that pages may be read from, besides 80 and 443; with commas between them."
    )
    engines: str = _setting(
        "",
        "Search engines to ask, with commas: searxng, wikipedia, brave, tavily, bing, ddgs; a "
        "number behind a colon is its own seconds. Empty: all that are set up but ddgs.",
    )
    engine_s: float = _setting(
        3.0, "Seconds that a search engine may take.", live=True, least=0.1, most=60
    )
    pages: int = _setting(
        5, "Pages of the web that are read for a question.", live=True, least=1, most=20
    )
    pages_s: float = _setting(
        4.0, "Seconds that reading these pages may take.", live=True, least=0.1, most=120
    )
    pages_mb: int = _setting(200, "Megabytes of text of pages that are kept, the latest.", least=1)
    parse_s: float = _setting(
        30.0,
        "Seconds of processor time that parsing a PDF or Word file may take.",
        least=1,
        most=3600,
    )
    web_country: str = _setting(
        "", "Country that engines search for, by two letters, such as jp. Empty: any.", live=True
    )
    web_safe: str = _setting(
        "moderate",
        "Safe-search of engines: off, moderate, strict.",
        live=True,
        among=("off", "moderate", "strict"),
    )
    web_sites: str = _setting(
        "",
        "Sites that the web is limited to, with commas; with a minus before it a site is left out.",
        live=True,
    )
    searxng_url: str = _setting("", "Address of a SearXNG server that gives JSON.")
    wikipedia_url: str = _setting(
        "https://{language}.wikipedia.org/w/api.php",
        "Address of a wiki's api.php; {language} is the question's.",
    )
    brave_url: str = _setting(
        "https://api.search.brave.com/res/v1/web/search", "Address of Brave's search API."
    )
    brave_key: str = _setting("", "Key for Brave's search API.", secret=True)
    tavily_url: str = _setting("https://api.tavily.com/search", "Address of Tavily's search API.")
    tavily_key: str = _setting("", "Key for Tavily.", secret=True)
    bing_url: str = _setting("", "Address that answers as Bing's search API v7 does.")
    bing_key: str = _setting("", "Key for the server at bing_url.", secret=True)
    posts_url: str = _setting(
        "",
        "PostgreSQL database of live posts: postgresql://user@host/name. Empty: a file here.",
        secret=True,
    )
    posts_now: str = _setting(
        "yes",
        "Whether live posts are searched, too, for a question about now that names no source.",
        live=True,
        among=("yes", "no"),
    )
    nats_url: str = _setting(
        "",
        "NATS server that publishers and workers share: nats://host:4222, several with commas.",
        secret=True,
    )
    posts_days: int = _setting(30, "Days that live posts are kept. 0: for ever.", least=0)
    posts_vectors: str = _setting(
        "length=20, replies=no, per_second=20, keep=300000",
        "Which live posts are also found by their meaning: sources, languages, length, likes, "
        "replies, share, per_second, keep; what is not named is as usual. no: none.",
    )
    follow: str = _setting(
        "yes",
        "Whether the server follows the feeds that are wanted: yes, no.",
        live=True,
        among=("yes", "no"),
    )
    mastodon_token: str = _setting(
        "",
        "Access token of a Mastodon account: host=token, several with commas; without a host it "
        "goes to each server named on the command line.",
        secret=True,
    )
    x_token: str = _setting("", "Bearer token for X's API.", secret=True)
    host: str = _setting("127.0.0.1", "Address that the server listens on; loopback only.")
    port: int = _setting(8765, "Port that the server listens on.")
    origins: Mapping[str, Origin] = field(default_factory=dict, compare=False, repr=False)

    def origin(self, name: str) -> Origin:
        """Where the value of ``name`` comes from; what a program gave counts as a flag."""
        if name in self.origins:
            return self.origins[name]
        default = next(s.default for s in SETTINGS if s.name == name)
        return "default" if getattr(self, name) == default else "flag"


SETTINGS = tuple(s for s in fields(Settings) if "help" in s.metadata)
