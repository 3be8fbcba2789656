#include "cli/two_programs.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "cli/blas_kernels.h"
#include "cli/log.h"

namespace symh::cli {
namespace {

/// The row of the first word that is not an option; the end of the table if there is none.
auto row_named(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i)
    if (const std::string_view word = argv[i]; !word.starts_with("-"))
      return std::ranges::find(command_table, word, &CommandRow::name);
  return command_table.end();
}

bool has_word(int argc, const char* const* argv, std::string_view word) {
  return std::any_of(argv + std::min(argc, 1), argv + argc,
                     [&](const char* argument) { return argument == word; });
}

}  // namespace

std::string_view help_asked_for(int argc, const char* const* argv, const KeptHelp& kept) {
  const auto row = row_named(argc, argv);
  if (row == command_table.end()) return has_word(argc, argv, "--help-all") ? kept.back() : "";
  const bool asked = has_word(argc, argv, "--help") || has_word(argc, argv, "-h");
  return asked ? kept[static_cast<std::size_t>(row - command_table.begin())] : "";
}

bool needs_models_program(int argc, const char* const* argv) {
  const auto row = row_named(argc, argv);
  if (row == command_table.end()) return has_word(argc, argv, "--version");
  return row->program == Program::models;
}

void prepare_environment() {
  choose_blas_kernels();
  ::setenv("OMP_WAIT_POLICY", "passive", 0);
}

int start_models_program(char** argv) {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "symh-models";
  prepare_environment();
  ::execv(program.c_str(), argv);
  const int reason = errno;
  start_log({});
  spdlog::error("symh: {}: cannot be started ({}); install symh again, both programs side by side",
                program.string(), std::system_category().message(reason));
  return static_cast<int>(ExitCode::failed);
}

}  // namespace symh::cli
