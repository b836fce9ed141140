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
# Feed a target of tests/fuzz/targets for some seconds (needs cargo-fuzz): `just fuzz pdf 600`.
fuzz TARGET SECONDS="60":
    RUSTC_BOOTSTRAP=1 cargo fuzz build --sanitizer none any
    mkdir -p fuzz/corpus/{{TARGET}}
    GOUJI_FUZZ={{TARGET}} fuzz/target/*/release/any fuzz/corpus/{{TARGET}} tests/fuzz/corpus/{{TARGET}} -dict=fuzz/words.dict -max_total_time={{SECONDS}} -timeout=10 -rss_limit_mb=2048
