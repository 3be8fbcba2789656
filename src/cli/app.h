#pragma once

namespace symh::cli {

/// Parses the command line, runs one subcommand and returns the exit code (core/error.h).
int run(int argc, char** argv);

}  // namespace symh::cli
