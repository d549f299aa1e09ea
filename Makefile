# Everything that a new machine needs: Python 3.11–3.13 and make.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not ((3,11) <= sys.version_info[:2] <= (3,13)))' 2>/dev/null \
	&& { echo $$p; break; }; done)
PORT ?= 8000
PY := .venv/bin/python
export PYTHONUTF8 := 1

.PHONY: run test test-slow check bench lock clean python

run: .venv/run.stamp
	@exec env PORT=$(PORT) $(PY) -m bot serve

test: .venv/dev.stamp check
	$(PY) -m pytest -n logical --maxprocesses 4 --dist loadfile

check: .venv/dev.stamp
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports

test-slow: .venv/dev.stamp
	$(PY) -m pytest -m slow --timeout=3600

bench: .venv/dev.stamp
	$(PY) -m bench

python:
	@test -n "$(PYTHON)" || { echo "ต้องใช้ Python 3.11, 3.12 หรือ 3.13 แต่ไม่พบบนเครื่องนี้ · Python 3.11-3.13 is needed: install it, or run 'make run PYTHON=/path/to/python3.11'" >&2; exit 2; }
	@"$(PYTHON)" -c 'import sys; sys.exit(not ((3,11) <= sys.version_info[:2] <= (3,13)))' || { echo "ต้องใช้ Python 3.11, 3.12 หรือ 3.13 · $(PYTHON) is not one of them: run 'make run PYTHON=/path/to/python3.11'" >&2; exit 2; }

.venv/bin/python: | python
	"$(PYTHON)" -m venv .venv

.venv/run.stamp: requirements.lock .venv/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/run.stamp
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# Needs uv. Locks are for every supported Python and platform at once.
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache
