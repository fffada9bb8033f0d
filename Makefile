# The two that matter: `make bench` measures this machine, `make test` checks what
# a change can break, in minutes. Both need Go and a module proxy. `make check` is
# the rest that CI asks for; its race detector needs a C compiler besides and is
# left out, with a word, where there is none.

GO_WANTED := $(shell sed -n 's/^go //p' go.mod)
VERSION   ?= $(shell git describe --tags --exact-match 2>/dev/null || echo devel)
REVISION  ?= $(shell git rev-parse HEAD 2>/dev/null || echo unknown)$(shell test -z "$$(git status --porcelain 2>/dev/null)" || echo +dirty)

HOSTINFO    := primebench/internal/hostinfo
BUILD_FLAGS = -trimpath -buildvcs=false \
	-ldflags '-s -w $(LOADER) -X $(HOSTINFO).linkedVersion=$(VERSION) -X $(HOSTINFO).linkedRevision=$(REVISION)'

# The loader of glibc, for processors where Go names another one, that only an old
# system has: those with a hardware floating point unit on arm, and riscv64.
GOARCH ?= $(shell go env GOARCH 2>/dev/null)
LOADER  = $(addprefix -I ,$(LOADER_$(GOARCH)))
LOADER_arm     := /lib/ld-linux-armhf.so.3
LOADER_riscv64 := /lib/ld-linux-riscv64-lp64d.so.1

# What `make bench` runs: a shipped suite or a file, and where its folder goes
# (a new one below runs/ unless OUT says another).
SUITE       ?= default
OUT         ?=
BENCH_FLAGS ?=

FUZZTIME  ?= 10s
PLATFORMS := linux/arm64 windows/amd64 darwin/arm64 linux/386 linux/arm linux/riscv64 linux/ppc64le linux/s390x freebsd/amd64 openbsd/amd64 netbsd/amd64
CIRCL     := internal/bench/strategy/circl/_program
MODULES   := . fleet internal/_release internal/montgomery/_asm internal/stats/_oracle internal/pages/_schema $(CIRCL)

# Where goroutines share memory, and the tests of long arithmetic there on one of them, or of
# a model that holds at real speeds alone, which are not raced in every check. RACED=./...
# UNRACED= races all, in about 15 minutes of processor time.
RACED   := ./engine/... ./internal/bench/... ./internal/montgomery/... ./internal/fleet/... ./internal/duet/...
UNRACED := TestsPerSearch|Chains|Published|KernelArithmetic|SpecErrors|ShippedSuites|AreSpread|GapsBefore|TestClasses

.PHONY: bench bench-kernel bench-search bench-secrets bench-workers generate test test-long fuzz oracle build build-fleet build-circl install clean help format modules check vet vet-platforms lint unit race purego go-present notices dist test-platforms workflows vulnerabilities
.DEFAULT_GOAL := help

bench: build ## measure this machine: the default suite on all cores, about 90 s
	@./bin/primebench run --suite $(SUITE) $(if $(OUT),--out $(OUT)) $(BENCH_FLAGS)

bench-kernel: build ## time the kernels beside other libraries, one core, about 90 s
	@./bin/primebench run --suite powers $(if $(OUT),--out $(OUT)) $(BENCH_FLAGS)

bench-search: build ## time searches beside OpenSSL, Go, CIRCL, GMP and ssh-keygen, one core, about 14 minutes
	@$(MAKE) --no-print-directory build-circl || echo "CIRCL is left out" >&2
	@./bin/primebench run --suite peers $(if $(OUT),--out $(OUT)) $(BENCH_FLAGS)

bench-secrets: go-present ## time package secrets beside Python's module and plain generators, one core, about 90 s
	@CGO_ENABLED=0 go test -run '^$$' -bench . -cpu 1 ./secrets ./internal/cli/tokens

bench-workers: go-present ## measure what workers share, and model what it makes of many cores, about a minute
	@CGO_ENABLED=0 go test -run '^$$' -bench SharedSections -benchtime 1x ./engine

test: format modules vet unit workflows ## check what a change can break: formatting, modules, vet and the tests

check: vet-platforms lint vulnerabilities oracle purego race ## check the rest that CI asks for: platforms, staticcheck, advisories, statistics, schemas, races

test-long: test check ## the same, with the long tests and every fuzz target
	go test -count=1 -timeout 60m -tags long ./...
	$(MAKE) --no-print-directory race RACED=./... UNRACED=
	go test -C fleet -count=1 -timeout 60m -tags long ./...
	$(MAKE) --no-print-directory fuzz

fuzz: go-present ## run every fuzz target for FUZZTIME, and fail where one executes too little
	go run ./internal/_fuzz -time $(FUZZTIME)

oracle: go-present ## check the statistics against benchstat's and SARIF against its schema, in modules of their own
	go test -C internal/stats/_oracle -count=1 ./...
	go test -C internal/pages/_schema -count=1 ./...

notices: go-present ## write both THIRD_PARTY.txt again: the licences of what is linked
	go run -C internal/_release . notices -root $(CURDIR) > THIRD_PARTY.new && mv THIRD_PARTY.new THIRD_PARTY.txt
	go run -C internal/_release . notices -root $(CURDIR) -program primebench-fleet > fleet/THIRD_PARTY.new && mv fleet/THIRD_PARTY.new fleet/THIRD_PARTY.txt

dist: go-present ## make a release of what is committed in dist/: archives, packages, checksums, SBOM
	go run -C internal/_release . dist -root $(CURDIR) -out $(CURDIR)/dist

generate: go-present ## write the kernels' assembly again from its generator
	go generate ./internal/montgomery

build: go-present ## build bin/primebench
	@CGO_ENABLED=0 go build $(BUILD_FLAGS) -o bin/ ./cmd/primebench

build-fleet: go-present ## build bin/primebench-fleet, which has machines without a shared folder work together
	@CGO_ENABLED=0 go build -C fleet $(BUILD_FLAGS) -o $(CURDIR)/bin/ ./cmd/primebench-fleet

build-circl: go-present ## build bin/primebench-circl, which strategy circl runs
	@CGO_ENABLED=0 go build -C $(CIRCL) -trimpath -o $(CURDIR)/bin/primebench-circl .

install: go-present ## install primebench into Go's bin folder
	CGO_ENABLED=0 go install $(BUILD_FLAGS) ./cmd/primebench

clean: ## remove what was built; runs are kept
	rm -rf bin

help: ## say what can be made
	@sed -n 's/^\([a-z-]*\):.* ## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

format: go-present
	@files="$$(gofmt -l .)"; test -z "$$files" || { echo "not formatted, run gofmt -w:" >&2; echo "$$files" >&2; exit 1; }

modules: go-present
	@set -e; for module in $(MODULES); do \
		echo "go -C $$module mod tidy -diff"; \
		go -C $$module mod tidy -diff; \
	done
	go mod verify
	@# A module of this folder has no hash that could be verified.
	@if go -C fleet mod verify 2>&1 | grep -v -e '^all modules verified$$' -e '^primebench v[^ ]*: missing ziphash'; then exit 1; fi
	go run -C internal/_release . notices -root $(CURDIR) | diff - THIRD_PARTY.txt || { echo "run make notices" >&2; exit 1; }
	go run -C internal/_release . notices -root $(CURDIR) -program primebench-fleet | diff - fleet/THIRD_PARTY.txt || { echo "run make notices" >&2; exit 1; }

vet: go-present
	go vet ./... ./internal/_fuzz
	go vet -C fleet ./...

vet-platforms: go-present
	go vet -tags long,purego,platforms ./...
	@set -e; for platform in $(PLATFORMS); do \
		echo "go vet ./... for $$platform"; \
		CGO_ENABLED=0 GOOS=$${platform%/*} GOARCH=$${platform#*/} go vet ./...; \
	done

test-platforms: go-present ## find the same primes on other processors, emulated by qemu-user
	go test -count=1 -timeout 60m -tags platforms -run TestPlatforms ./cmd/primebench

workflows: go-present
	go tool -C internal/_release actionlint $(CURDIR)/docs/ci/github/gate.yml

lint: go-present
	go tool staticcheck ./... ./internal/_fuzz
	staticcheck="$$(go tool -n staticcheck)" && cd fleet && "$$staticcheck" ./...

# What others run is scanned. Advisories come over the net, or from the mirror
# VULNDB (file:///srv/vulndb); where they cannot be had the scan is left out, and
# says so.
vulnerabilities: go-present
	@set -e; for module in . fleet $(CIRCL); do \
		code=0; said=$$(go tool -C internal/_release govulncheck $(addprefix -db ,$(VULNDB)) -C $(CURDIR)/$$module ./... 2>&1) || code=$$?; \
		case "$$code $$said" in \
		"0 "*) echo "govulncheck $$module: no advisory is about what is called";; \
		"1 "*"fetching vulnerabilities:"*) echo "govulncheck $$module: left out, its database cannot be reached: $$said";; \
		*) echo "govulncheck $$module: $$said" >&2; exit 1;; \
		esac; \
	done

unit: go-present
	go test ./... ./internal/_fuzz
	go test -C fleet ./...

purego: go-present
	@# This build has no assembly: whoever requires it does not mean here.
	env -u PRIMEBENCH_REQUIRE_KERNELS go test -tags purego ./internal/cpu ./internal/montgomery ./millerrabin ./sieve

race: go-present
	@if [ "$$(go env CGO_ENABLED)" = 1 ] && command -v "$$(go env CC)" >/dev/null; then \
		echo "go test -race $(RACED)"; \
		go test -race -timeout 30m $(if $(UNRACED),-skip '$(UNRACED)') $(RACED); \
	else \
		echo "no C compiler: the race detector's tests are left out"; \
	fi

# One line for a Go that is missing or too old. The Go that stands in PATH is
# looked at, not one that it might fetch; / has no go.mod that an old one would
# choke on.
GO_FOUND = $(shell cd / && GOTOOLCHAIN=local go env GOVERSION 2>/dev/null | grep -o 'go[0-9][0-9.]*' | head -n 1)
GO_OLDER = $(shell printf '%s\n' "$(GO_WANTED)" "$(1:go%=%)" | sort -V | head -n 1)

go-present:
	$(if $(shell command -v go 2>/dev/null),,$(error primebench needs Go $(GO_WANTED) or newer, and there is no go in PATH: https://go.dev/dl/))
	$(if $(filter $(GO_WANTED),$(call GO_OLDER,$(GO_FOUND))),,$(error primebench needs Go $(GO_WANTED) or newer, and this is $(or $(GO_FOUND),of an unknown version): https://go.dev/dl/))
	@:
