#include "cli/app.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <new>
#include <system_error>

#include "core/text.h"
#include "cli/support.h"

namespace symh::cli {
namespace {

constexpr const char* description =
    "symh forecasts geomagnetic storms from SYM-H/ASY index files of ISGI, WDC Kyoto and NASA OMNI.\n"
    "Every command has its own help with examples: symh train --help";

constexpr const char* footer =
    "Exit codes: 0 done; 1 failed while running; 2 wrong usage or configuration; 3 bad or missing\n"
    "input data; 4 data too old to forecast from (predict --max-age); 5 interrupted, state saved.\n\n"
    "Examples:\n"
    "  symh simulate --output storms --days 60\n"
    "  symh inspect storms\n"
    "  symh train --config configs/quickstart.toml\n"
    "  symh evaluate --model runs/quickstart --data storms --report report.html\n"
    "  symh predict --model runs/quickstart --data storms";

/// Talk goes to stderr, so that stdout holds results alone.
void start_log(const Common& common) {
  std::vector<spdlog::sink_ptr> sinks;
  auto terminal = std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
  terminal->set_level(common.quiet ? spdlog::level::err : spdlog::level::trace);
  terminal->set_pattern("%^%v%$");
  sinks.push_back(terminal);
  if (!common.log_file.empty()) sinks.push_back(log_file_sink(common.log_file, "--log-file"));
  auto logger = std::make_shared<spdlog::logger>("symh", sinks.begin(), sinks.end());
  logger->set_level(common.verbose ? spdlog::level::debug : spdlog::level::info);
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(logger);
}

void add_common(CLI::App& app, Common& common) {
  for (auto* command : app.get_subcommands({})) {
    command->add_flag("--json", common.json, "print results as JSON");
    command->add_flag("-q,--quiet", common.quiet, "say nothing but errors");
    command->add_flag("-v,--verbose", common.verbose, "say more");
    command->add_flag("--no-cache", common.no_cache,
                      "read large text files anew, not from the archive kept of them");
    command->add_option("--log-file", common.log_file, "write what is said to this file too");
    command->parse_complete_callback([&common] { start_log(common); });
  }
}

int fail(ExitCode code, const std::string& message) {
  spdlog::error("symh: {}", message);
  return static_cast<int>(code);
}

/// The first word that no option or command took, and the nearest of those that there are; CLI11 would only
/// say what is required.
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

int run(int argc, char** argv, std::span<const AddCommand> commands, std::string (*version)()) try {
  CLI::App app(description, "symh");
  app.footer(footer);
  app.set_help_all_flag("--help-all", "help of every command");
  app.require_subcommand(1);
  app.set_version_flag("--version", version);
  Common common;
  start_log(common);
  ExitCode code = ExitCode::done;
  for (const auto add : commands) add(app, common, code);
  add_common(app, common);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // help or version
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

CLI::App* add_model_command(CLI::App& app, std::string_view name) {
  const auto& line = *std::ranges::find(model_commands, name, &CommandLine::name);
  return app.add_subcommand(std::string(line.name), std::string(line.description));
}

void add_names_of_model_commands(CLI::App& app, Common&, ExitCode&) {
  for (const auto& line : model_commands) add_model_command(app, line.name);
}

bool asks_for_models(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--version" || word == "--help-all") return true;
    if (!word.starts_with("-"))
      return std::ranges::find(model_commands, word, &CommandLine::name) != model_commands.end();
  }
  return false;
}

int go_over_to_models(char** argv) {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "symh-models";
  ::execv(program.c_str(), argv);
  const int reason = errno;
  start_log({});
  return fail(ExitCode::failed,
              fmt::format("{}: cannot be started ({}); install symh again, both programs side by side",
                          program.string(), std::system_category().message(reason)));
}

}  // namespace symh::cli
