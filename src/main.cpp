// The commands that work on data alone; they start in a few milliseconds, as they do not load LibTorch. All
// others are those of main_models.cpp.
#include <array>

#include "cli/app.h"

int main(int argc, char** argv) {
  using namespace symh::cli;
  if (asks_for_models(argc, argv)) return go_over_to_models(argv);
  const std::array<AddCommand, 5> commands{add_inspect, add_convert, add_simulate, add_fetch,
                                           add_names_of_model_commands};
  return run(argc, argv, commands, [] { return std::string(); });
}
