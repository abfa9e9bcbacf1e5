"""Whether a question leans on the conversation before it. The fast path: no model is asked."""

from __future__ import annotations

import re

from blackbird.text.words import content_words

# Words that point back, by language. A pointer inside a long, self-contained question costs one
# needless call; one that is missed loses the question, so the lists lean to the first.
_POINTERS = re.compile(
    r"\b(?:it|its|itself|he|him|his|she|her|hers|they|them|their|theirs|this|that|these|those|"
    r"there|then|one|ones|former|latter|same|such|other|others|another|else|both|either|neither|"
    r"él|ella|ellos|ellas|eso|esa|ese|esto|esta|este|esos|esas|su|sus|allí|mismo|misma|otro|otra|"
    r"il|elle|ils|elles|ça|cela|celui|celle|ceux|son|sa|ses|leur|leurs|"
    r"er|ihn|ihm|sein|seine|ihr|ihre|ihnen|dies|diese|dieser|dieses|dort|dabei|davon|damit)\b",
    re.IGNORECASE,
)
_POINTERS_CJK = re.compile(
    r"それ|その|そこ|そちら|そう|これ|この|ここ|あれ|あの|彼女|彼ら|彼|同じ|同社|同氏|前者|後者|他に|ほかに|"
    r"它|他们|她们|他|她|这个|这些|那个|那些|这|那|其|그것|그들|그녀|그는|그의|이것|저것|거기"
)
_OPENERS = re.compile(
    r"^(?:and|but|or|so|also|what about|how about|why\b|how come|really|y\b|et\b|und\b|"
    r"では|じゃあ|じゃ|それで|でも|なぜ|どうして|いつ|どこ|誰|何年|那么|为什么|그럼|왜)",
    re.IGNORECASE,
)
_BARE_JA = re.compile(r"^[^、。？?\s]{1,14}(?:は|って)[？?]?$")  # 「値段は？」
_FEW_WORDS = 2  # "How tall?", "Which year?": too little to search for


def points_back(text: str) -> bool:
    """Whether a word of ``text`` stands for what was said before it."""
    return bool(_POINTERS.search(text) or _POINTERS_CJK.search(text))


def depends_on_history(text: str) -> bool:
    """True when ``text`` points back, opens with a connective, or says too little alone."""
    if points_back(text) or _OPENERS.search(text.strip()):
        return True
    return bool(_BARE_JA.match(text.strip())) or len(content_words(text)) <= _FEW_WORDS
