// Every command; symh goes over to this program for those that need LibTorch.
#include <array>

#include "cli/commands.h"
#include "cli/commands/version.h"
#include "cli/app.h"

int main(int argc, char** argv) {
  using namespace symh::cli;
  const std::array<AddCommand, 13> commands{add_inspect, add_convert,  add_simulate, add_fetch,   add_train,
                                            add_tune,    add_backtest, add_evaluate, add_predict, add_export,
                                            add_models,  add_forecast, add_verify};
  return run(argc, argv, commands, version_text);
}
