"""Finds texts by what someone typed: part of a name, in any order, mistyped, in the other layout.

Two libraries share the work: tantivy finds what has letters in common with the text, rapidfuzz says
how much each of those is like it. One index holds what one reseller may find, and nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import tantivy
from rapidfuzz import fuzz

WORDS = re.compile(r"[^\W_]+")
GRAM = 3
# How many are compared in full: enough that the wanted one is among them when a letter is wrong.
MOST_COMPARED = 60
LEAST_LIKE = 60.0
SCORE_OF_EXACT = 1_000.0
SCORE_OF_CONTAINED = 90.0  # Every word is in it, in whatever order (SRCH-2).
HEAP_BYTES = 15_000_000
LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбю"
TO_LATIN = str.maketrans(CYRILLIC, LATIN)
TO_CYRILLIC = str.maketrans(LATIN, CYRILLIC)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found: by its title and `words`, or exactly by one of `codes`."""

    kind: str
    id: str
    title: str
    url: str
    subtitle: str = ""
    sku: str = ""
    words: str = ""
    # Added to how much it is like the text: what of a kind comes before another.
    weight: float = 0.0

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code.casefold() for code in (self.id, self.sku) if code)


class SearchIndex:
    """An index of a few or many thousand entries, in memory. Threads may share it."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._titles = [normalize(entry.title) for entry in entries]
        self._words = [normalize(f"{entry.title} {entry.words}") for entry in entries]
        self._by_code: dict[str, list[int]] = {}
        for at, entry in enumerate(entries):
            for code in entry.codes:
                self._by_code.setdefault(code, []).append(at)
        self._schema = _schema()
        self._searcher = self._build().searcher()

    def find(self, text: str, *, limit: int) -> list[Entry]:
        """Return what is most like a text, best first; nothing when nothing is much like it."""
        scores = dict.fromkeys(self._by_code.get(text.strip().casefold(), ()), SCORE_OF_EXACT)
        for form in spellings(text):
            for at in self._alike(form):
                score = self._score(form, at)
                if score >= LEAST_LIKE:
                    scores[at] = max(scores.get(at, 0.0), score)
        best = sorted(scores, key=lambda at: (-scores[at], at))
        return [self._entries[at] for at in best[:limit]]

    def _build(self) -> tantivy.Index:
        index = tantivy.Index(self._schema)
        grams = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(GRAM, GRAM, False)).build()
        index.register_tokenizer("grams", grams)
        writer = index.writer(HEAP_BYTES, 1)
        for at, words in enumerate(self._words):
            document = tantivy.Document()
            document.add_unsigned("at", at)
            document.add_text("grams", f" {words} ")
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return index

    def _alike(self, form: str) -> list[int]:
        """Return the places of the entries that share the rarest letters with a text."""
        padded = f" {form} "
        grams = {padded[at : at + GRAM] for at in range(len(padded) - GRAM + 1)}
        has_gram = [
            (
                tantivy.Occur.Should,
                tantivy.Query.term_query(self._schema, "grams", gram, index_option="freq"),
            )
            for gram in sorted(grams)
        ]
        hits = self._searcher.search(tantivy.Query.boolean_query(has_gram), MOST_COMPARED).hits
        return [int(self._searcher.doc(address)["at"][0]) for _, address in hits]

    def _score(self, form: str, at: int) -> float:
        title, words = self._titles[at], self._words[at]
        whole = fuzz.ratio(form, title)
        is_contained = all(word in words for word in form.split())
        parts = SCORE_OF_CONTAINED if is_contained else fuzz.WRatio(form, words) * 0.9
        alike = max(whole, fuzz.token_sort_ratio(form, title), parts)
        return alike + whole / 10 + self._entries[at].weight


def normalize(text: str) -> str:
    """Return the words of a text in lower case, without accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(WORDS.findall(letters))


def spellings(text: str) -> list[str]:
    """Return what was typed, and what it would be in the other keyboard layout."""
    low = text.casefold()
    forms = (low, low.translate(TO_LATIN), low.translate(TO_CYRILLIC))
    return list(dict.fromkeys(form for form in map(normalize, forms) if form))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("at", stored=True)
    builder.add_text_field("grams", stored=False, tokenizer_name="grams", index_option="freq")
    return builder.build()
