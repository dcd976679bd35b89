# Each target calls the commands that a person would type. `make` or `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help repro remap full verify test lint bench readme lock
PYTHON ?= python3
# .venv first in PATH, or DVC would run the stages with the system's python
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# Folders that may hold the input, separated by `:`; a sibling folder is the default where it exists.
DATA_MIRROR ?= $(abspath $(wildcard ../shared/mirror))
export DATA_MIRROR

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

repro: .venv/runtime ## environment and pipeline: from the images where they can be had, else from the committed logits
	@python -m tools.probe; case $$? in \
		0) set -x; dvc repro ;; \
		3) set -x; dvc pull && for stage in map evaluate report; do dvc repro -f -s $$stage || exit; done ;; \
		*) exit 1 ;; \
	esac

remap: .venv/runtime ## after an edit of the mapping, with or without the images: map, evaluate, report (seconds)
	dvc repro --pull --allow-missing report questions
	dvc repro -f -s report # index.html is not in Git

full: .venv/runtime ## all 60,000 images through torchvision's ResNet-50, as the experiment `full` (says first what it costs)
	python -m tools.probe --plan cifar10 $(FULL_BACKBONE)
	python -m tools.estimate resnet50 60000
	dvc exp run -n full -S download.dataset=cifar10 -S 'backbones=[$(FULL_BACKBONE)]' \
		$(foreach room,gallery sensitivity study,-S $(room).backbone=$(FULL_BACKBONE))
FULL_BACKBONE := ResNet50_Weights.IMAGENET1K_V1

verify: .venv/runtime ## compute the committed numbers again, in a scratch copy, and compare (as long as repro; REV=…)
	python -m tools.verify $(REV)

test: .venv/dev ## all tests (no network; those on the real input want DATA_MIRROR)
	pytest

lint: .venv/dev ## ruff and mypy
	ruff check .
	ruff format --check .
	mypy

bench: .venv/dev ## us against what a user would otherwise write (minutes; quiet machine)
	python -m benchmarks.infer
	python -m benchmarks.map
	python -m benchmarks.evaluate

readme: .venv/runtime ## fill the results tables of README and docs/strategies.md from metrics/
	python -m tools.readme

lock: ## compile requirements*.txt from pyproject.toml anew (needs uv and the network)
	uv pip compile -q --universal --python-version 3.11 --custom-compile-command 'make lock' --extra pipeline pyproject.toml -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --custom-compile-command 'make lock' -c requirements.txt --group dev -o requirements-dev.txt

# Every target that runs Python depends on the environment; it is made anew when its list changes.
.venv/runtime: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13) and "error: Python 3.11 to 3.13 is needed, this is %d.%d. Run: make PYTHON=python3.12 …" % sys.version_info[:2])'
	$(call install,requirements.txt)

.venv/dev: .venv/runtime requirements-dev.txt
	$(call install,requirements-dev.txt)

# uv where it is present, else venv and pip
define install
	@echo "installing $(1) into .venv (the first time: a few minutes, about 6 GB)"
	@if command -v uv >/dev/null; then \
		uv venv -q --allow-existing --python $(PYTHON) .venv && uv pip install -q -r $(1); \
	else \
		$(PYTHON) -m venv .venv && .venv/bin/python -m pip install -q --disable-pip-version-check -r $(1); \
	fi
	@touch $@
endef
