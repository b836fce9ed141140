//! The program: everything it does is in [`gouji::cli`].

fn main() -> std::process::ExitCode {
    gouji::cli::run()
}
