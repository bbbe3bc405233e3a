# Dromedary's commands. `make` alone lists them.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

export JAVA_HOME := $(shell ./config/find-jdk)
MVN := mvn -B -ntp -q
HOUSE := $(CURDIR)
VERSION := 0.1.0-SNAPSHOT
CLUSTER ?= own
OVERLAY ?= $(if $(filter current,$(CLUSTER)),cluster,dev)
KUBECONFIG_FOR_DEPLOY = $(if $(filter current,$(CLUSTER)),$(KUBECONFIG),$(HOUSE)/build/cluster/kubeconfig)

.PHONY: help
help: ## What there is
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

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

.PHONY: runtimes-test
runtimes-test: ## Tests of the runtimes' servers, as processes
	@./runtimes/test

.PHONY: cluster
cluster: ## Start a real one-node Kubernetes on this machine (build/cluster/kubeconfig)
	@./cluster/up

.PHONY: cluster-down
cluster-down: ## Remove it, and all that it made
	@./cluster/down

.PHONY: images
images: build ## Build all images and push them to the cluster's registry
	@./cluster/engine up
	eval "$$(./cluster/engine env)"
	./cluster/base-image
	./images/build
	LIBRARIES=dromedary/build-base:bookworm ./runtimes/build
	./cluster/push dromedary/reconciler:$(VERSION) dromedary/router:$(VERSION) dromedary/provision:$(VERSION) dromedary/runtime-python:3.11 dromedary/runtime-nodejs:24

.PHONY: deploy
deploy: ## Install into the cluster of `make cluster`; CLUSTER=current: into that of your own context (OVERLAY=cluster)
	@export PATH="$$(./cluster/tools kustomize kubectl | tail -n 1):$$PATH" KUBECONFIG="$(KUBECONFIG_FOR_DEPLOY)"
	kustomize build kustomize/overlays/$(OVERLAY) | kubectl apply -f -

.PHONY: undeploy
undeploy: ## Remove what `make deploy` installed
	@export PATH="$$(./cluster/tools kustomize kubectl | tail -n 1):$$PATH" KUBECONFIG="$(KUBECONFIG_FOR_DEPLOY)"
	kustomize build kustomize/overlays/$(OVERLAY) | kubectl delete --ignore-not-found -f -

.PHONY: release
release: ## Render the installation into one file: build/kubeless.yaml
	@export PATH="$$(./cluster/tools kustomize | tail -n 1):$$PATH"
	mkdir -p build
	kustomize build kustomize/overlays/cluster > build/kubeless.yaml
	echo "build/kubeless.yaml"

.PHONY: e2e
e2e: jdk cluster images deploy ## Whole walks on the cluster of `make cluster`
	@export KUBECONFIG="$(HOUSE)/build/cluster/kubeconfig" PATH="$$(./cluster/tools kubectl | tail -n 1):$$PATH"
	kubectl -n kubeless rollout restart deployment/kubeless-reconciler deployment/kubeless-router
	kubectl -n kubeless rollout status deployment/kubeless-reconciler --timeout=180s
	kubectl -n kubeless rollout status deployment/kubeless-router --timeout=180s
	status=0
	$(MVN) -Pe2e -pl platform,crd,e2e verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false || status=$$?
	[ $$status = 0 ] || kubectl -n kubeless logs -l app.kubernetes.io/part-of=kubeless --tail=40
	[ -n "$(KEEP)" ] || { ./cluster/down; ./cluster/engine down; }
	exit $$status

.PHONY: test
test: jdk ## Everything: style, unit and integration tests, the runtimes, whole walks on a real cluster
	@$(MAKE) integration
	$(MAKE) runtimes-test
	./cluster/test
	$(MAKE) e2e
	./.ci/summary

.PHONY: clean
clean: ## Remove what was built; caches stay
	$(MVN) clean
	rm -rf build
