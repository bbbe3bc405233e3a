# Dromedary's commands. `make` alone lists them.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

export JAVA_HOME := $(shell ./config/find-jdk)
MVN := mvn -B -ntp -q
HOUSE := $(CURDIR)

.PHONY: help
help: ## What there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

.PHONY: jdk
jdk:
	@test -n "$(JAVA_HOME)" || { echo "No JDK 25 or later was found. Install one, or set JAVA_HOME to it." >&2; exit 1; }

.PHONY: tools
tools: ## Build etcd, kube-apiserver and kubectl for the tests (cached)
	@./cluster/tools etcd kube-apiserver kubectl kustomize > /dev/null

.PHONY: build
build: jdk ## Compile, check style and boundaries, package
	$(MVN) package -DskipTests

.PHONY: check
check: jdk ## Unit tests, golden files and static checks: for yourself, a minute or two
	$(MVN) test
	@./.ci/summary

.PHONY: integration
integration: jdk ## Unit tests, and integration tests on a real API server
	@export DROMEDARY_BIN=$$(./cluster/tools etcd kube-apiserver | tail -n 1)
	$(MVN) verify
	@./.ci/summary

.PHONY: test
test: integration ## Everything

.PHONY: clean
clean: ## Remove what was built; caches stay
	$(MVN) clean
	rm -rf build
