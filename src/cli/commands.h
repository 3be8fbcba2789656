#pragma once
#include <CLI/CLI.hpp>
#include <array>
#include <string>
#include <string_view>

#include "core/error.h"

namespace symh::cli {

/// Flags that every command takes.
struct Common {
  bool json = false;
  bool quiet = false;
  bool verbose = false;
  bool no_cache = false;  ///< do not use the cache of parsed text files
  std::string log_file;
};

/// Declares the options of a command and its action. The action writes its exit code to `code`, which is
/// ExitCode::done until then. `common` and `code` must outlive the command.
using AddCommand = void (*)(CLI::App* command, Common& common, ExitCode& code);

// add_inspect(), add_convert() ...: one for each row of the table, defined in cli/commands/NAME.cpp.
#define COMMAND(name, program, help) void add_##name(CLI::App* command, Common& common, ExitCode& code);
#include "cli/commands.inc"
#undef COMMAND

/// The program that holds a command: `data` is symh, which loads no LibTorch; `models` is symh-models, which
/// holds every command.
enum class Program { data, models };

/// A row of cli/commands.inc.
struct CommandRow {
  std::string_view name;
  Program program;
  std::string_view help;  ///< one line for `symh --help`
};

inline constexpr auto command_table = std::to_array<CommandRow>({
#define COMMAND(name, program, help) {#name, Program::program, help},
#include "cli/commands.inc"
#undef COMMAND
});

}  // namespace symh::cli
