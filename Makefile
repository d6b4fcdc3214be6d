# rollcall: every target works from a fresh clone of Debian 12 with Swift. `make test` and `make demo` share one debug build.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := test
.PHONY: setup demo build test torture fuzz lint format bench docs clean

LOG := .build/log
SWIFT := Package.swift Sources Tests Benchmarks

setup:
	@Scripts/setup

# Registers the quickstart's clients at the embedded server; a second run has nothing to do.
demo: setup
	@Scripts/quietly 'building' $(LOG)/demo.log swift build --product rollcall
	@Scripts/demo .build/debug/rollcall

build: setup
	@Scripts/quietly 'building' $(LOG)/build.log swift build --build-tests

# The runner's own lines stay visible: a test that fails says so here.
test: build
	@echo 'testing'
	@Scripts/tests
	@Scripts/quietly 'building the simulation' $(LOG)/torture.log swift build -c release --product rollcall-torture
	@.build/release/rollcall-torture 100000
	@.build/release/rollcall-torture --exhaustive 2 1
	@echo 'the binary under fire'
	@Tests/Fire/fire .build/debug/rollcall

# Everything that is too long for `make test`: ten million simulated histories (on two cores half an hour), all histories of small projects
# (longer), and the binary killed, cut off, starved and lied to at every call. Who wants to go on from a seed that was printed names it:
# rollcall-torture HISTORIES SEED.
torture: setup
	@Scripts/quietly 'building the simulation' $(LOG)/torture.log swift build -c release --product rollcall-torture
	@.build/release/rollcall-torture 10000000
	@.build/release/rollcall-torture --exhaustive 2 2
	@Scripts/quietly 'building' $(LOG)/torture.log swift build --product rollcall
	@Tests/Fire/fire .build/debug/rollcall --full

# Each fuzz target for so many seconds, one after another.
SECONDS_EACH := $(if $(filter command line,$(origin SECONDS)),$(SECONDS),600)
fuzz: setup
	@Scripts/fuzz $(SECONDS_EACH)

lint:
	@echo 'checking the format'
	@swift format lint --strict --recursive $(SWIFT)
	@for script in .ci/run Scripts/*; do bash -n "$$script"; done
	@python3 -c 'import ast, sys; [ast.parse(open(file).read(), file) for file in sys.argv[1:]]' Tests/Fire/fire Tests/Fire/*.py

format:
	@swift format --in-place --recursive $(SWIFT)

# Generates projects of 10,000 and 100,000 clients and measures; beside terraform, where it is installed.
bench: setup
	@Scripts/quietly 'building in release mode' $(LOG)/release.log swift build -c release --product rollcall
	@Scripts/quietly 'building the benchmarks' $(LOG)/bench.log swift build -c release --product rollcall-bench
	@.build/release/rollcall-bench measure .build/release/rollcall .build/bench

# The user guide and reference, as static pages.
docs: setup
	@Scripts/quietly 'writing .build/docs' $(LOG)/docs.log \
		swift package --allow-writing-to-directory .build/docs generate-documentation --target RollcallCLI \
		--output-path .build/docs --transform-for-static-hosting --hosting-base-path rollcall

clean:
	@rm -rf .build
