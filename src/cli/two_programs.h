#pragma once
#include <array>
#include <string_view>

#include "cli/commands.h"

// symh holds the commands that need no LibTorch and the help of all; for the others it starts symh-models.

namespace symh::cli {

/// The help texts of symh-models, kept in symh when it was built: one a row of command_table, empty for a
/// command of symh itself, and last that of --help-all.
using KeptHelp = std::array<std::string_view, command_table.size() + 1>;

/// The kept text that the command line asks for; empty where it asks for something else.
std::string_view help_asked_for(int argc, const char* const* argv, const KeptHelp& kept);

/// True where the command line names a command of symh-models, or asks for --version, which only LibTorch
/// knows.
bool needs_models_program(int argc, const char* const* argv);

/// Replaces this process by `symh-models` beside this program, with the same arguments. Returns only on
/// failure: the exit code, after logging the reason.
int start_models_program(char** argv);

}  // namespace symh::cli
