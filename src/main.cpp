// symh: the commands that need no LibTorch, which start in a few milliseconds, and the help of all. For the
// other commands it starts symh-models (main_models.cpp).
#include <cstdio>

#include "cli/app.h"
#include "cli/two_programs.h"

// Texts of symh-models that src/CMakeLists.txt embeds, named after the commands.
#define ASSET_data(name)
#define ASSET_models(name) std::string_view help_##name();
#define COMMAND(name, program, help) ASSET_##program(name)
namespace symh::assets {
#include "cli/commands.inc"
std::string_view help_all();
}  // namespace symh::assets
#undef COMMAND

int main(int argc, char** argv) {
  using namespace symh::cli;
#define HELP_data(name) std::string_view()
#define HELP_models(name) symh::assets::help_##name()
#define COMMAND(name, program, help) HELP_##program(name),
  const KeptHelp kept{
#include "cli/commands.inc"
      symh::assets::help_all()};
#undef COMMAND
  if (const auto help = help_asked_for(argc, argv, kept); !help.empty())
    return std::fwrite(help.data(), 1, help.size(), stdout) == help.size() ? 0 : 1;
  if (needs_models_program(argc, argv)) return start_models_program(argv);
#define ADD_data(name) add_##name
#define ADD_models(name) nullptr
#define COMMAND(name, program, help) ADD_##program(name),
  return run(argc, argv,
             {
#include "cli/commands.inc"
             },
             [] { return std::string(); });
#undef COMMAND
}
