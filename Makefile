# The commands of this project; `make` alone lists them.

BUILD ?=
DEED := .build/debug/deed

# Package.swift and check-clang take Clang from here.
export DEED_LLVM ?= $(shell llvm-config-19 --prefix 2>/dev/null || echo /usr/lib/llvm-19)
SWIFT_PATHS := Package.swift Sources Tests Examples Benchmarks

.PHONY: list setup clang build recorder test lifetimes faust wrap lint format generate docs demo bench bench-mutation clean

list:
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

setup: ## install what is missing from Debian's packages
	@Scripts/setup

clang: setup
	@Scripts/check-clang

build: clang recorder ## build everything
	@swift build

# What no target of the package makes.
recorder: clang
	@Scripts/build-recorder
	@Scripts/build-hooks

test: clang recorder ## build, test and lint: what has to pass before a commit
	@swift build --build-tests
	@Scripts/run-tests
	@$(MAKE) --no-print-directory lifetimes
	@$(MAKE) --no-print-directory faust
	@$(MAKE) --no-print-directory wrap
	@Scripts/docs > /dev/null
	@$(MAKE) --no-print-directory lint

lifetimes: ## check NativeLifetimes under valgrind and the sanitizers, and as a dependency by version
	@swift build --product lifetime-programs
	@Scripts/check-lifetimes
	@Scripts/check-dependent

faust: ## check FaustDSP in the same way, and show what libfaust leaks by itself
	@Scripts/check-faust

wrap: ## wrap a library that counts and one that does not, and run what is made of them
	@swift build --product deed
	@Scripts/check-wrap

lint:
	@swift format lint --strict --recursive --parallel $(SWIFT_PATHS)

format: ## format all Swift sources
	@swift format --in-place --recursive --parallel $(SWIFT_PATHS)

generate: ## remake the list of rules, Documentation/deed.md and the output that README.md shows
	@Scripts/rules > Sources/Claims/Rules/RuleRegistry.swift
	@$(MAKE) --no-print-directory build
	@mkdir -p Documentation
	@$(DEED) help --markdown > Documentation/deed.md.new && mv Documentation/deed.md.new Documentation/deed.md
	@Scripts/readme

docs: build ## the reference of the modules as HTML, in docs-build
	@Scripts/docs

demo: build ## show every verb on the library in Examples
	@Scripts/demo

bench: clang recorder ## measure `deed infer` and `deed check` against the compiler (BUILD=dir names a build directory), NativeLifetimes, FaustDSP, and what recording costs
	@swift build -c release --product deed
	@Scripts/bench $(BUILD)
	@swift run -c release lifetime-bench
	@Scripts/bench-faust
	@Scripts/bench-ledger

bench-mutation: clang ## spoil N random places of the code in BUILD (SEED=1), and tell how many are found; FILES and FLAGS without a database
	@swift build -c release --product mutation-bench
	@.build/release/mutation-bench $(BUILD) $(or $(N),500) $(or $(SEED),1) $(FILES) $(if $(FLAGS),-- $(FLAGS))

clean: ## remove what was built
	@rm -rf .build docs-build
