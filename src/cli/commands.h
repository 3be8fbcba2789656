#pragma once
#include "terminal/commands.h"

namespace symh::cli {

void add_train(CLI::App& app, Common& common, ExitCode& code);
void add_tune(CLI::App& app, Common& common, ExitCode& code);
void add_backtest(CLI::App& app, Common& common, ExitCode& code);
void add_evaluate(CLI::App& app, Common& common, ExitCode& code);
void add_predict(CLI::App& app, Common& common, ExitCode& code);
void add_export(CLI::App& app, Common& common, ExitCode& code);
void add_models(CLI::App& app, Common& common, ExitCode& code);
void add_forecast(CLI::App& app, Common& common, ExitCode& code);
void add_verify(CLI::App& app, Common& common, ExitCode& code);

}  // namespace symh::cli
