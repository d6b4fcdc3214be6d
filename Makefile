# rollcall: every target works from a fresh clone of Debian 12 with Swift. `make test` and `make demo` share one debug build.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := test
.PHONY: setup build test lint format clean

LOG := .build/log

setup:
	@Scripts/setup

build: setup
	@Scripts/quietly 'building' $(LOG)/build.log swift build --build-tests

# The runner's own lines stay visible: a test that fails says so here.
test: build
	@echo 'testing'
	@Scripts/tests
	@Scripts/quietly 'building the simulation' $(LOG)/torture.log swift build -c release --product rollcall-torture
	@.build/release/rollcall-torture 10000

lint:
	@echo 'checking the format'
	@swift format lint --strict --recursive Sources Tests Package.swift
	@for script in .ci/run Scripts/*; do bash -n "$$script"; done

format:
	@swift format --in-place --recursive Sources Tests Package.swift

clean:
	@rm -rf .build
