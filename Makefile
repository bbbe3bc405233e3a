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
	@./cluster/tools etcd kube-apiserver kubectl kustomize nats-server > /dev/null

.PHONY: build
build: jdk ## Compile, check style and boundaries, package
	$(MVN) package -DskipTests

.PHONY: check
check: jdk ## Unit tests, golden files and static checks: for yourself, a minute or two
	$(MVN) test
	@./.ci/summary

# What stands before routers, for the tests of routes/http: nothing of it is started as a service.
.PHONY: fronts
fronts:
	@./cluster/packages nginx haproxy apache2-bin

.PHONY: integration
integration: jdk fronts ## Unit tests, integration tests on a real API server and behind real proxies, a sample of the faults
	@export DROMEDARY_BIN=$$(./cluster/tools etcd kube-apiserver kube-controller-manager nats-server | tail -n 1)
	$(MVN) -T 2 --fail-at-end -Pfaults verify
	./.ci/summary

LOCAL := local/target/dromedary-local-$(VERSION).jar
LOCAL_SOURCES := pom.xml $(shell find platform crd kube routes local -not -path '*/target/*' \( -name pom.xml -o -path '*/src/main/*' \) -type f)

$(LOCAL): $(LOCAL_SOURCES) | jdk
	@echo "Building the program for this machine (the first time, Maven fetches its libraries)"
	$(MVN) package -DskipTests -pl local -am
	touch $@

.PHONY: demo
demo: $(LOCAL) ## The main job on this machine, without a cluster: functions, triggers, answers
	@./examples/demo local

.PHONY: demo-cluster
demo-cluster: installed ## The same on the cluster of `make cluster`, which it ends with (KEEP=1 keeps it)
	@$(ON_CLUSTER)
	status=0
	./examples/demo cluster || status=$$?
	$(LEAVE)

.PHONY: runtimes-test
runtimes-test: ## Tests of the runtimes' servers, as processes
	@./runtimes/packages
	./runtimes/test

.PHONY: provision-test
provision-test: ## Tests of the program that prepares, installs and builds, as it is and as processes
	@./provision/test

.PHONY: cluster-test
cluster-test: ## Tests of `make cluster` itself
	@./cluster/test

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
	./provision/build
	LIBRARIES=dromedary/build-base:bookworm ./runtimes/build
	./cluster/push dromedary/reconciler:$(VERSION) dromedary/router:$(VERSION) dromedary/kafka:$(VERSION) dromedary/nats:$(VERSION) dromedary/provision:$(VERSION) $$(./runtimes/catalogue --images)

.PHONY: contract
contract: jdk cluster images ## Hold the runtimes to their contract: their images as containers, and as processes of this machine
	@./runtimes/packages
	eval "$$(./cluster/engine env)"
	$(MVN) -Pcontract -pl platform,runtimes/contract-test verify
	$(MVN) -Pcontract -pl platform,runtimes/contract-test verify -Dwhere=process -Ddromedary.excluded=image

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

# On the cluster of `make cluster`, with what was built just now; afterwards it goes, unless KEEP is set.
ON_CLUSTER = export KUBECONFIG="$(HOUSE)/build/cluster/kubeconfig" PATH="$$(./cluster/tools kubectl kustomize | tail -n 1):$$PATH"
LEAVE = [ -n "$(KEEP)" ] || { ./cluster/down; ./cluster/engine down; }; exit $$status

.PHONY: installed
installed: jdk cluster images deploy
	@$(ON_CLUSTER)
	kubectl -n kubeless rollout restart deployment/kubeless-reconciler deployment/kubeless-router
	kubectl -n kubeless rollout status deployment/kubeless-reconciler --timeout=180s
	kubectl -n kubeless rollout status deployment/kubeless-router --timeout=180s

# What the walks want besides: not started as a service.
.PHONY: watchers
watchers:
	@./cluster/packages prometheus

.PHONY: emulator
emulator: installed
	@eval "$$(./cluster/engine env)"
	./e2e/emulator/build
	./cluster/push dromedary/kinesalite:$(VERSION)

.PHONY: e2e
e2e: watchers emulator ## Whole walks on the cluster of `make cluster`, which it ends with (KEEP=1 keeps it)
	@$(ON_CLUSTER)
	status=0
	./examples/demo cluster || status=$$?
	$(MVN) -Pe2e -pl platform,crd,e2e verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false $(WALKS) || status=$$?
	[ $$status = 0 ] || kubectl -n kubeless logs -l app.kubernetes.io/part-of=kubeless --tail=40
	$(LEAVE)

# What is tagged `prove`, and takes minutes each, too.
LONG := -Ddromedary.excluded=none
# Triggers that come and go, in the tests of their rooms.
CYCLES = $(MVN) -pl routes/cron,routes/kafka,routes/kinesis,routes/nats -am verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=CyclesIT -Dfailsafe.failIfNoSpecifiedTests=false
FAULTS = $(MVN) -Pfaults -pl reconciler,e2e/faults -am verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test='dev.dromedary.faults.*IT' -Dfailsafe.failIfNoSpecifiedTests=false

.PHONY: faults
faults: jdk ## The reconciler between faults: a sample of all that can go wrong, a few minutes
	@export DROMEDARY_BIN=$$(./cluster/tools etcd kube-apiserver kube-controller-manager | tail -n 1)
	$(FAULTS)

.PHONY: models
models: ## Go through the models of tracker, leases and claims with Spin, half a minute (PROVE=1: some more)
	@./e2e/models/check

LEDGER = $(MVN) -Pledger -pl routes/app,e2e/ledger -am verify -Dtest='dev.dromedary.ledger.**.*Test' -Dsurefire.failIfNoSpecifiedTests=false -Dit.test='dev.dromedary.ledger.*IT' -Dfailsafe.failIfNoSpecifiedTests=false

.PHONY: ledger
ledger: jdk ## The router killed twenty times while a ledger is kept of 100,000 events: none is lost
	@export DROMEDARY_BIN=$$(./cluster/tools etcd kube-apiserver | tail -n 1)
	$(LEDGER)

.PHONY: prove
prove: jdk ## All that can go wrong, for hours; the result goes into docs/proof.md
	@find . -path '*/target/*-reports' -prune -exec rm -rf {} +
	export DROMEDARY_BIN=$$(./cluster/tools etcd kube-apiserver kube-controller-manager nats-server | tail -n 1)
	status=0
	$(MAKE) models PROVE=1 || status=$$?
	$(FAULTS) -Ddromedary.plans=all -Ddromedary.cycles=1000 -Ddromedary.mutations=2000 $(LONG) || status=$$?
	$(CYCLES) -Ddromedary.cycles=1000 || status=$$?
	$(LEDGER) -Ddromedary.events=1000000 -Ddromedary.kills=200 || status=$$?
	$(MAKE) e2e WALKS='$(LONG) -Ddromedary.requests=200000' || status=$$?
	./e2e/faults/record >> docs/proof.md
	exit $$status

.PHONY: test
test: jdk ## Everything: style, unit and integration tests, the runtimes, whole walks on a real cluster
	@find . -path '*/target/*-reports' -prune -exec rm -rf {} +
	./.ci/stage 1 models
	./.ci/stage 8 integration
	./.ci/stage 6 ledger
	./.ci/stage 2 -j 2 -O runtimes-test provision-test cluster-test
	./.ci/stage 1 demo
	./.ci/stage 9 contract e2e
	./.ci/summary whole

.PHONY: clean
clean: ## Remove what was built; caches stay
	$(MVN) clean
	rm -rf build provision/target e2e/models/target
