#pragma once
#include <span>
#include <string>

#include "cli/commands.h"

namespace symh::cli {

/// Parses the command line, runs one of the `commands` and returns the exit code (core/error.h). `version`
/// gives what --version prints.
int run(int argc, char** argv, std::span<const AddCommand> commands, std::string (*version)());

/// True where the command line asks for one of model_commands, or for what only their program knows.
bool asks_for_models(int argc, const char* const* argv);

/// Goes over to `symh-models` beside this program, with the same arguments. Returns, with the exit code after
/// saying why, only where it cannot.
int go_over_to_models(char** argv);

}  // namespace symh::cli
