#pragma once
#include <CLI/CLI.hpp>
#include <array>
#include <string>
#include <string_view>

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

/// A command and what it does, as `symh --help` says it.
struct CommandLine {
  std::string_view name, description;
};

/// The commands that work with models. They need LibTorch, which takes a while to load, and so stand in a
/// program of their own that `symh` goes over to.
inline constexpr std::array<CommandLine, 9> model_commands{{
    {"train", "train a model; a run folder comes out"},
    {"tune", "search the best configuration within ranges"},
    {"backtest", "train again and again on the past, forecast what came next"},
    {"evaluate", "verify a model on data, beside the baselines"},
    {"predict", "issue the forecast from the newest data"},
    {"export", "write a trained model or ensemble for other programs"},
    {"models", "the trained models that come with symh"},
    {"forecast", "one run of a forecast centre: forecast, products, log, page, alerts; for cron"},
    {"verify", "how good the forecasts were that a forecast centre has issued"},
}};

/// Adds the subcommand of that name among model_commands.
CLI::App* add_model_command(CLI::App& app, std::string_view name);

/// Each adds its subcommand; the chosen one's result is written to `code`.
using AddCommand = void (*)(CLI::App& app, Common& common, ExitCode& code);

void add_inspect(CLI::App& app, Common& common, ExitCode& code);
void add_convert(CLI::App& app, Common& common, ExitCode& code);
void add_simulate(CLI::App& app, Common& common, ExitCode& code);
void add_fetch(CLI::App& app, Common& common, ExitCode& code);
void add_train(CLI::App& app, Common& common, ExitCode& code);
void add_tune(CLI::App& app, Common& common, ExitCode& code);
void add_backtest(CLI::App& app, Common& common, ExitCode& code);
void add_evaluate(CLI::App& app, Common& common, ExitCode& code);
void add_predict(CLI::App& app, Common& common, ExitCode& code);
void add_export(CLI::App& app, Common& common, ExitCode& code);
void add_models(CLI::App& app, Common& common, ExitCode& code);
void add_forecast(CLI::App& app, Common& common, ExitCode& code);
void add_verify(CLI::App& app, Common& common, ExitCode& code);
/// The names and descriptions of model_commands alone.
void add_names_of_model_commands(CLI::App& app, Common& common, ExitCode& code);

}  // namespace symh::cli
