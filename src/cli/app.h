#pragma once
#include <array>
#include <string>

#include "cli/commands.h"

namespace symh::cli {

/// One entry for each row of command_table; null for a command of the other program.
using Commands = std::array<AddCommand, command_table.size()>;

/// Parses the command line, runs the command it names and returns the exit code (core/error.h). A command
/// whose entry is null is only listed in the help. `version` gives the text of --version.
int run(int argc, char** argv, const Commands& commands, std::string (*version)());

}  // namespace symh::cli
