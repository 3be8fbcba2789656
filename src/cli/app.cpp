#include "cli/app.h"

#include <fmt/format.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <memory>
#include <new>

#include "cli/commands.h"
#include "cli/version.h"

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
  terminal->set_level(common.quiet ? spdlog::level::warn : spdlog::level::trace);
  terminal->set_pattern("%^%v%$");
  sinks.push_back(terminal);
  if (!common.log_file.empty()) {
    sinks.push_back(std::make_shared<spdlog::sinks::basic_file_sink_mt>(common.log_file));
    sinks.back()->set_pattern("%Y-%m-%dT%H:%M:%S%z %l %v");
  }
  auto logger = std::make_shared<spdlog::logger>("symh", sinks.begin(), sinks.end());
  logger->set_level(common.verbose ? spdlog::level::debug : spdlog::level::info);
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(logger);
}

void add_common(CLI::App& app, Common& common) {
  for (auto* command : app.get_subcommands({})) {
    command->add_flag("--json", common.json, "print results as JSON");
    command->add_flag("-q,--quiet", common.quiet, "say nothing but warnings and errors");
    command->add_flag("-v,--verbose", common.verbose, "say more");
    command->add_option("--log-file", common.log_file, "write what is said to this file too");
    command->parse_complete_callback([&common] { start_log(common); });
  }
}

int fail(ExitCode code, const std::string& message) {
  fmt::print(stderr, "symh: {}\n", message);
  return static_cast<int>(code);
}

}  // namespace

int run(int argc, char** argv) try {
  CLI::App app(description, "symh");
  app.footer(footer);
  app.set_help_all_flag("--help-all", "help of every command");
  app.require_subcommand(1);
  app.set_version_flag("--version", [] { return version_text(); });
  Common common;
  ExitCode code = ExitCode::done;
  add_inspect(app, common, code);
  add_simulate(app, common, code);
  add_train(app, common, code);
  add_evaluate(app, common, code);
  add_predict(app, common, code);
  add_export(app, common, code);
  add_common(app, common);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(ExitCode::usage);
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
