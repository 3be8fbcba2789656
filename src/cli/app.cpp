#include "cli/app.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <memory>
#include <new>

#include "cli/help_text.h"
#include "cli/log.h"
#include "core/memory_budget.h"
#include "core/text.h"

namespace symh::cli {
namespace {

constexpr const char* description =
    "symh forecasts geomagnetic storms from SYM-H/ASY index files of ISGI, WDC Kyoto and NASA OMNI.\n\n"
    "Every command has its own help with examples: symh train --help";

constexpr const char* footer =
    "Exit codes: 0 done; 1 failed while running; 2 wrong usage or configuration; 3 bad or missing\n"
    "input data; 4 data too old to forecast from (--max-age, data.max_age); 5 interrupted, state saved.\n\n"
    "Examples:\n"
    "  symh simulate --output storms --days 60\n"
    "  symh inspect storms\n"
    "  symh train --config configs/quickstart.toml\n"
    "  symh evaluate --model runs/quickstart --data storms --report report.html\n"
    "  symh predict --model runs/quickstart --data storms";

constexpr const char* budget_variable = "SYMH_MAX_MEMORY";

/// Takes the memory budget from the flag, else from the environment, which also reaches a centre in cron.
void set_budget(const std::string& flag) {
  const char* const variable = std::getenv(budget_variable);
  const std::string text = !flag.empty() ? flag : variable == nullptr ? "" : variable;
  if (text.empty()) return;
  const auto bytes = parse_bytes(text);
  if (!bytes)
    throw UsageError(fmt::format("{} '{}': expected a number and a unit, such as 512MiB or 2GiB",
                                 flag.empty() ? budget_variable : "--max-memory", text));
  set_memory_budget(*bytes);
}

void add_common(CLI::App& app, Common& common) {
  const auto budget = std::make_shared<std::string>();
  for (auto* command : app.get_subcommands({})) {
    command->add_flag("--json", common.json, "print results as JSON");
    command->add_flag("-q,--quiet", common.quiet, "log errors only");
    command->add_flag("-v,--verbose", common.verbose, "log details too");
    command->add_flag("--no-cache", common.no_cache,
                      "parse large text files again; do not use the archive kept of them");
    command->add_option("--log-file", common.log_file, "write the log to this file too, with times");
    command->add_option(
        "--max-memory", *budget,
        "how much memory reading data may take, such as 2GiB (default: SYMH_MAX_MEMORY, else a "
        "quarter of the memory)");
    command->parse_complete_callback([&common, budget] {
      start_log(common);
      set_budget(*budget);
    });
  }
}

int fail(ExitCode code, const std::string& message) {
  spdlog::error("symh: {}", message);
  return static_cast<int>(code);
}

/// Names the first word that is neither an option nor a command, and the nearest known word; empty if there
/// is no such word. CLI11 itself would only say which option is required.
std::string misspelt(const CLI::App& app) {
  const auto words = app.remaining(true);
  if (words.empty()) return "";
  const auto chosen = app.get_subcommands();
  std::vector<std::string> known;
  if (chosen.empty())
    for (const auto* command : app.get_subcommands([](const auto*) { return true; }))
      known.push_back(command->get_name());
  else
    for (const auto* option : chosen.front()->get_options()) known.push_back(option->get_name());
  return fmt::format("'{}' is not known here; the nearest is '{}'", words.front(),
                     nearest(words.front(), known));
}

[[noreturn]] void refuse_usage(const CLI::App& app, const CLI::ParseError& error) {
  auto reason = misspelt(app);
  if (reason.empty()) reason = error.what();
  std::string command = "symh";
  for (const auto* chosen : app.get_subcommands()) command += " " + chosen->get_name();
  throw UsageError(fmt::format("{}; see {} --help", reason, command));
}

}  // namespace

int run(int argc, char** argv, const Commands& commands, std::string (*version)()) try {
  CLI::App app(description, "symh");
  app.formatter(std::make_shared<HelpText>());
  app.footer(footer);
  app.set_help_all_flag("--help-all", "help of every command");
  app.require_subcommand(1);
  app.set_version_flag("--version", version);
  Common common;
  start_log(common);
  ExitCode code = ExitCode::done;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const auto& row = command_table[i];
    auto* command = app.add_subcommand(std::string(row.name), std::string(row.help));
    if (commands[i] != nullptr) commands[i](command, common, code);
  }
  add_common(app, common);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help or --version
    refuse_usage(app, error);
  }
  return static_cast<int>(code);
} catch (const Error& error) {
  return fail(error.code(), error.what());
} catch (const std::bad_alloc&) {
  return fail(ExitCode::failed,
              "out of memory; give fewer files, a coarser windows.cadence or a smaller batch_size");
} catch (const std::exception& error) {
  return fail(ExitCode::failed, error.what());
}

}  // namespace symh::cli
