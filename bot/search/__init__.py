"""The search index behind `knowledge.search.SearchIndex`: disposable, rebuilt from the store."""
