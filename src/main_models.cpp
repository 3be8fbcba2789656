// symh-models: every command. symh starts it for those that need LibTorch.
#include "cli/app.h"
#include "cli/commands/version.h"

int main(int argc, char** argv) {
  using namespace symh::cli;
#define COMMAND(name, program, help) add_##name,
  constexpr Commands commands{
#include "cli/commands.inc"
  };
#undef COMMAND
  return run(argc, argv, commands, version_text);
}
