#include "exporting/export.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/model.h"
#include "cli/support.h"

namespace symh::cli {

void add_export(CLI::App& app, Common& common, ExitCode&) {
  struct Options {
    std::string model, format = "torchscript", output;
  };
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("export", "write a trained model for other programs");
  command->add_option("--model", options->model, "run folder that `symh train` wrote")->required();
  command->add_option("--format", options->format, "torchscript")->check(CLI::IsMember({"torchscript"}));
  command->add_option("--output", options->output, "file to write; FILE.json beside it describes it")
      ->required();
  command->footer(
      "Example:\n  symh export --model runs/lstm --format torchscript --output lstm.pt\n"
      "In Python: torch.jit.load('lstm.pt')(x), x [batch, steps, channels] in nT, gives nT.");
  command->callback([options, &common] {
    check_writable(options->output, "--output");
    const auto ensemble = load_ensemble_and_tell(options->model);
    if (ensemble.members.size() > 1)
      throw UsageError(fmt::format(
          "{}: an ensemble cannot be exported yet; export one of its members, such as {}", options->model,
          (std::filesystem::path(options->model) / "members" / ensemble.members.front().name).string()));
    export_torchscript(ensemble.members.front().model, options->output);
    if (common.json)
      print_result(
          nlohmann::json{{"file", options->output}, {"description", options->output + ".json"}}.dump(1));
    spdlog::info("wrote {0} and {0}.json", options->output);
  });
}

}  // namespace symh::cli
