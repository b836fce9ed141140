# What CI runs, in the same order.
ready:
    ./.ci/run

# The quick loop while writing code.
check:
    cargo check --all-targets

test *ARGS:
    cargo test {{ARGS}}

# With the corpus beside the repository: acceptance over real reports.
acceptance:
    GOUJI_CORPUS="$(realpath ../shared/corpus)" cargo test --test corpus

# Look at changed snapshots one by one (needs cargo-insta).
review:
    cargo insta review

# Print the example report into both READMEs again.
readme:
    GOUJI_UPDATE_README=1 cargo test --test architecture readme

fmt:
    cargo fmt

bench:
    cargo bench

# Print what the guide's commands print into the guide again.
guide:
    GOUJI_UPDATE_GUIDE=1 cargo test --test guide what_the_guide
