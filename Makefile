# `make demo` and `make up` are all that is needed to run it; the rest is for working on it.
# PORT=… (8000), SECOND_STORY_HOME=… (var/) and, for `up`, HOST=… (127.0.0.1) move it.

PYTHON ?= $(firstword $(shell command -v python3.11 python3.12 python3.13 python3))
RUNTIME := .venv/.runtime-$(shell cksum < requirements.txt | tr -d ' ')
DEVELOPMENT := .venv/.development-$(shell cat requirements.txt requirements-dev.txt | cksum | tr -d ' ')
# Compiled while it is installed, or each of the processes that run it would do that at every start.
PIP := env -u PYTHONDONTWRITEBYTECODE .venv/bin/python -m pip --disable-pip-version-check --no-input

.PHONY: demo up test check bench assets schema requirements
.DEFAULT_GOAL := demo

demo: $(RUNTIME)
	@exec .venv/bin/python manage.py demo

up: $(RUNTIME)
	@exec .venv/bin/python manage.py up

test: $(DEVELOPMENT)
	@.ci/test

check: $(DEVELOPMENT)
	@.ci/check

bench: $(DEVELOPMENT)
	@.venv/bin/python -m bench $(or $(SIZE),10000) $(ARGS)

# Maintainers only: rebuilds what is committed below static/.
assets:
	npm ci && npm run build

# Maintainers only: what the migrations make of an empty database, for quick starts.
schema: $(DEVELOPMENT)
	@folder=$$(mktemp -d) && chmod 711 $$folder && SECOND_STORY_HOME=$$folder .venv/bin/python manage.py write_schema; rm -rf $$folder

# Maintainers only: pins what pyproject.toml allows, for every machine we run on.
COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links --quiet
requirements:
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 is needed: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
		|| { echo "$(PYTHON) is not Python 3.11 to 3.13; choose one with PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "$(PYTHON) cannot make a virtual environment: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making .venv with $(PYTHON)"
	@rm -rf .venv && $(PYTHON) -m venv .venv

$(RUNTIME): | .venv/bin/python
	@echo "Installing what Second Story stands on (about half a minute)"
	@$(PIP) install --quiet --require-hashes -r requirements.txt
	@touch $@

$(DEVELOPMENT): | .venv/bin/python
	@echo "Installing what Second Story and its tests stand on (about a minute)"
	@$(PIP) install --quiet --require-hashes -r requirements-dev.txt
	@touch $@ $(RUNTIME)
