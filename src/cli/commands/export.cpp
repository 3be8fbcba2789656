#include "exporting/export.h"

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/choice_option.h"
#include "cli/commands.h"
#include "cli/results.h"
#include "cli/terminal_listener.h"
#include "core/json.h"
#include "core/writable.h"
#include "forecasting/named_model.h"

namespace symh::cli {
namespace {

/// The format of --format or, without the option, the format of the file's suffix.
ExportFormat format_of(const std::optional<ExportFormat>& format, const std::string& output) {
  if (format) return *format;
  const auto suffix = std::filesystem::path(output).extension();
  if (suffix == ".onnx") return ExportFormat::onnx;
  if (suffix == ".pt") return ExportFormat::torchscript;
  throw UsageError(fmt::format(
      "--output {}: the suffix is neither .onnx nor .pt; give --format onnx or --format torchscript",
      output));
}

}  // namespace

void add_export(CLI::App* command, Common& common, ExitCode&) {
  struct Options {
    std::string model, output;
    std::optional<ExportFormat> format;
  };
  auto options = std::make_shared<Options>();
  command
      ->add_option("--model", options->model,
                   "run folder of `symh train` or name of a bundled model (see `symh models`)")
      ->required();
  add_choice(*command, "--format", options->format,
             "onnx or torchscript (default: by the suffix of --output, .onnx or .pt)");
  command->add_option("--output", options->output, "file to write; FILE.json beside it describes it")
      ->required();
  command->footer(
      "The file does all that predict does, from the channels of the data to nT. Its inputs:\n"
      "  x     float32 [batch, steps, channels], oldest sample first, NaN = missing\n"
      "  time  int64 [batch], issue time in minutes since 1970 UTC, where FILE.json\n"
      "        says so\n"
      "Its outputs, NaN where symh would not forecast:\n"
      "  forecast       float32 [batch, lead times] in nT\n"
      "  band           [batch, lead times, 3], 5, 50 and 95 %, where it has one\n"
      "  probabilities  [batch, lead times, 4] of a classification\n"
      "FILE.json lists channels with units, steps, cadence and lead times. One difference:\n"
      "symh holds the last solar wind speed however old it is; the file, which sees only\n"
      "the steps in x, does not.\n"
      "Examples:\n"
      "  symh export --model storms-l1 --output storms-l1.onnx\n"
      "  symh export --model runs/lstm --output lstm.pt");
  command->callback([options, &common] {
    TerminalListener listener(common);
    check_writable(options->output, "--output");
    const auto format = format_of(options->format, options->output);
    export_forecast(load_named_ensemble(options->model, listener), format, options->output);
    if (common.json)
      print_result(json_text({{"file", options->output}, {"description", options->output + ".json"}}, 1));
    listener.say(fmt::format("wrote {0} and {0}.json", options->output));
  });
}

}  // namespace symh::cli
