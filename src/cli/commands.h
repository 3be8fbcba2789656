#pragma once
#include <CLI/CLI.hpp>
#include <string>

#include "core/error.h"

namespace symh::cli {

/// Flags that every subcommand takes.
struct Common {
  bool json = false;
  bool quiet = false;
  bool verbose = false;
  bool no_cache = false;  ///< of parsed text files
  std::string log_file;
};

/// Each adds its subcommand; the chosen one's result is written to `code`.
void add_inspect(CLI::App& app, Common& common, ExitCode& code);
void add_convert(CLI::App& app, Common& common, ExitCode& code);
void add_simulate(CLI::App& app, Common& common, ExitCode& code);
void add_fetch(CLI::App& app, Common& common, ExitCode& code);
void add_train(CLI::App& app, Common& common, ExitCode& code);
void add_tune(CLI::App& app, Common& common, ExitCode& code);
void add_backtest(CLI::App& app, Common& common, ExitCode& code);
void add_evaluate(CLI::App& app, Common& common, ExitCode& code);
void add_predict(CLI::App& app, Common& common, ExitCode& code);
void add_models(CLI::App& app, Common& common, ExitCode& code);
void add_forecast(CLI::App& app, Common& common, ExitCode& code);
void add_verify(CLI::App& app, Common& common, ExitCode& code);
void add_export(CLI::App& app, Common& common, ExitCode& code);

}  // namespace symh::cli
