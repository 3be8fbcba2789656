#pragma once
#include <array>
#include <string_view>

#include "cli/commands.h"

// symh holds the commands that need no LibTorch, and all help texts; it starts symh-models for the others.

namespace symh::cli {

/// The help texts of symh-models, which the build stores in symh: one for each row of command_table (empty
/// for a command of symh itself), and last the text of --help-all.
using KeptHelp = std::array<std::string_view, command_table.size() + 1>;

/// The stored text that the command line asks for; empty if it asks for none.
std::string_view help_asked_for(int argc, const char* const* argv, const KeptHelp& kept);

/// True if the command line names a command of symh-models, or asks for --version, as only LibTorch knows its
/// own version.
bool needs_models_program(int argc, const char* const* argv);

/// Sets what libraries of symh-models read when they are loaded, unless the user has set it: the kernels of
/// OpenBLAS (blas_kernels.h), and that threads of OpenMP sleep while they wait for each other. They would
/// otherwise spin, and where other programs take the processor, that made symh four times slower.
void prepare_environment();

/// Replaces this process by `symh-models` beside this program, with the same arguments. If that fails, logs
/// the reason and returns the exit code.
int start_models_program(char** argv);

}  // namespace symh::cli
