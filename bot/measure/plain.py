"""The plain ways of finding that ours is held against: BM25 by tantivy over one bag of tokens."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import tantivy
from tantivy import Occur, Query

from bot.search.writer import HEAP
from knowledge import thai

Tokens = Callable[[str], list[str]]


def words_only(text: str) -> list[str]:
    """newmm words and nothing else."""
    return thai.words(text)


def bag(text: str) -> list[str]:
    """newmm words and character trigrams in one bag: the best lexical baseline that was measured (thai-text.md)."""
    return [*thai.words(text), *("#" + gram for gram in thai.trigrams(text))]


class PlainIndex:
    """Texts by id, found by tantivy's own BM25."""

    def __init__(self, texts: Mapping[str, str], tokens: Tokens) -> None:
        build = tantivy.SchemaBuilder()
        build.add_text_field("id", stored=True, tokenizer_name="raw")
        build.add_text_field("bag", tokenizer_name="whitespace", index_option="freq")
        self._schema = build.build()
        self._tokens = tokens
        index = tantivy.Index(self._schema)  # in memory
        writer = index.writer(HEAP, 1)
        for name, text in texts.items():
            writer.add_document(tantivy.Document(id=name, bag=" ".join(tokens(text))))
        writer.commit()
        index.reload()
        self._searcher = index.searcher()

    def find(self, question: str, limit: int) -> list[str]:
        """Ids, best first."""
        terms = [Query.term_query(self._schema, "bag", token, "freq") for token in self._tokens(question)]
        if not terms:
            return []
        hits = self._searcher.search(Query.boolean_query([(Occur.Should, t) for t in terms]), limit, count=False).hits
        return [str(self._searcher.doc(address)["id"][0]) for _, address in hits]
