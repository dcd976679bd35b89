# Each target calls the commands that a person would type; `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
# .venv first in PATH, or DVC would run the stages with the system's python
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# absolute, or `dvc exp run --temp` would look for it in its own folder; the sibling folder is a default
DATA_MIRROR ?= $(wildcard $(CURDIR)/../shared/mirror)
export DATA_MIRROR := $(abspath $(DATA_MIRROR))

.venv/runtime: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13) and "Python 3.11 to 3.13 is needed; name one: make PYTHON=python3.12")'
	if command -v uv >/dev/null; then \
		uv venv -q --allow-existing --python $(PYTHON) .venv && uv pip install -q -r requirements.txt; \
	else \
		$(PYTHON) -m venv .venv && .venv/bin/python -m pip install -q -r requirements.txt; \
	fi
	touch $@
