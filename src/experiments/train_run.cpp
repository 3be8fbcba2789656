#include "experiments/train_run.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <torch/utils.h>

#include <set>
#include <thread>

#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/support.h"
#include "cli/terminal_listener.h"
#include "core/file.h"
#include "formats/read_data.h"
#include "models/fitted.h"
#include "physics/solar_wind.h"
#include "series/transforms.h"
#include "training/fit_on.h"
#include "windows/head.h"

namespace symh::cli {
namespace {

nlohmann::json files_json(const LoadedData& data) {
  std::set<std::string> paths;  // members of one archive share its hash
  for (const auto& file : data.files) paths.insert(file.path.substr(0, file.path.find('!')));
  auto json = nlohmann::json::array();
  for (const auto& path : paths) json.push_back({{"path", path}, {"sha256", sha256_of_file(path)}});
  return json;
}

nlohmann::json period_json(const Series& series) {
  return {{"first", format_time(series.first_time())}, {"last", format_time(series.last_time())}};
}

std::shared_ptr<const Prepared> prepare_part(Series series, const Config& config, const char* name,
                                             nlohmann::json& provenance) {
  auto prepared = std::make_shared<Prepared>(prepare(std::move(series), config.windows));
  provenance[name]["filled_values"] = prepared->filled;
  return prepared;
}

IssueRows usable_rows(const Prepared& prepared, const Config& config, const char* part,
                      nlohmann::json& provenance) {
  auto rows = issue_rows(prepared, config.windows, true);
  provenance[part]["missing_inputs"] = rows.missing_inputs;
  provenance[part]["missing_targets"] = rows.missing_targets;
  spdlog::info(
      "{}: {} windows; left out: {} without an unbroken history, {} without a target; {} values held over "
      "gaps",
      part, rows.rows.size(), rows.missing_inputs, rows.missing_targets, prepared.filled);
  return rows;
}

double share_done(const Progress& p) {
  const double epochs =
      static_cast<double>(p.epoch - 1) + static_cast<double>(p.step) / static_cast<double>(p.steps);
  return epochs / static_cast<double>(p.epochs);
}

std::string progress_words(const Progress& p) {
  const auto validation =
      p.validation_loss ? fmt::format(" validation {:.4f}", *p.validation_loss) : std::string();
  return fmt::format("train {:.4f}{} rate {:.1e}", p.train_loss, validation, p.learning_rate);
}

}  // namespace

void check_kinds(const Config& config) {
  for (const auto& kind : member_configs(config)) {
    if (is_fitted_kind(kind.model.kind))
      make_fitted(kind);
    else
      build_network(kind);
  }
}

TrainingSeries load_training_series(const Config& config, nlohmann::json& provenance, const Common& common) {
  TrainingSeries series{load_part(config.data.train, config, "train", provenance, common), {}};
  if (!config.data.validation.empty())
    series.validation = load_part(config.data.validation, config, "validation", provenance, common);
  return series;
}

TrainingData load_training_data(const Config& config, const Common& common) {
  nlohmann::json provenance;
  auto series = load_training_series(config, provenance, common);
  return make_training_data(std::move(series), config, std::move(provenance));
}

TrainingData make_training_data(TrainingSeries series, const Config& config, nlohmann::json provenance) {
  TrainingData data;
  data.provenance = std::move(provenance);
  data.solar_wind_at = series.train.solar_wind_at;
  std::vector<std::shared_ptr<const Prepared>> degraded;
  for (auto& lacking : degraded_series(series.train, config.windows))
    degraded.push_back(std::make_shared<Prepared>(prepare(std::move(lacking), config.windows)));
  data.train_prepared = prepare_part(std::move(series.train), config, "train", data.provenance);
  auto rows = usable_rows(*data.train_prepared, config, "train", data.provenance).rows;
  Split split;
  if (!series.validation) {
    data.validation_prepared = data.train_prepared;
    split = split_rows(*data.train_prepared, rows, config.split, config.windows);
  } else {
    data.validation_prepared =
        prepare_part(std::move(*series.validation), config, "validation", data.provenance);
    split.validation = usable_rows(*data.validation_prepared, config, "validation", data.provenance).rows;
    split.embargoed = apply_embargo(*data.train_prepared, rows, time_spans(*data.validation_prepared),
                                    effective_embargo(config.split, config.windows));
    split.train = std::move(rows);
  }
  if (split.train.empty() || split.validation.empty())
    throw DataError(
        "no windows are left for training or validation; check gaps with `symh inspect`, shorten "
        "windows.lookback or raise windows.fill_limit");
  data.provenance["embargoed"] = split.embargoed;
  const auto scaling = fit_scaling(*data.train_prepared, split.train, config.windows);
  spdlog::info("{} training and {} validation windows, {} given up for the embargo", split.train.size(),
               split.validation.size(), split.embargoed);
  for (const auto& lacking : degraded)
    data.degraded.push_back(std::make_unique<Windows>(lacking, config.windows, scaling, split.train));
  data.train =
      std::make_unique<Windows>(data.train_prepared, config.windows, scaling, std::move(split.train));
  data.validation = std::make_unique<Windows>(data.validation_prepared, config.windows, scaling,
                                              std::move(split.validation));
  return data;
}

std::vector<std::unique_ptr<Baseline>> fit_baselines(const Config& config, const Windows& train) {
  auto baselines = make_baselines(config.windows.horizon);
  for (auto& baseline : baselines) fit_on(*baseline, train);
  return baselines;
}

Series load_part(const std::vector<std::string>& paths, const Config& config, const char* name,
                 nlohmann::json& provenance, const Common& common) {
  if (paths.empty())
    throw UsageError(
        "data.train names no files; add them to the configuration or give --set data.train='[\"PATH\"]'");
  const DataFlags flags{
      .tolerant = config.data.tolerant, .columns = {}, .solar_wind_at = config.data.solar_wind_at};
  TerminalListener listener(common);
  auto data = read_data(paths, read_options(flags, config.data.columns), !common.no_cache, listener);
  provenance[name] = {{"files", files_json(data)}, {"period", period_json(data.series)}};
  return std::move(data.series);
}

WindPosition known_position(WindPosition position, const Config& config) {
  return position == WindPosition::unknown ? config.data.solar_wind_at : position;
}

std::vector<Series> degraded_series(const Series& series, const WindowsConfig& config) {
  std::vector<Series> all;
  if (config.drivers != Drivers::optional || !uses_solar_wind(config)) return all;
  const auto without = [&](bool field, bool plasma) {
    std::vector<std::string> failed;
    for (const auto& channel : series.channels) {
      const bool is_field = channel.name.starts_with("b");
      if (is_solar_wind_channel(channel.name) && (is_field ? field : plasma)) failed.push_back(channel.name);
    }
    auto lacking = series;
    blank(lacking, failed);
    return lacking;
  };
  all.push_back(without(true, false));
  all.push_back(without(false, true));
  all.push_back(without(true, true));
  return all;
}

SeedResult train_seed(Config config, const TrainingData& data, const std::filesystem::path& folder,
                      const SeedOptions& options, const Common& common) {
  at::set_num_threads(config.training.threads > 0 ? static_cast<int>(config.training.threads)
                                                  : static_cast<int>(std::thread::hardware_concurrency()));
  at::globalContext().setFlushDenormal(true);
  torch::manual_seed(static_cast<std::uint64_t>(config.seed));
  SeedResult result;
  result.seed = config.seed;
  result.network = build_network(config);
  const StopWhenAsked stop_when_asked;
  ProgressBar bar(common);
  TrainingHooks hooks;
  hooks.stop_asked = StopWhenAsked::asked;
  const bool is_first = options.group == nullptr || options.group->is_first();
  const std::string label = config.seeds > 1 ? fmt::format("seed {} epoch", config.seed) : "epoch";
  hooks.on_step = [&](const Progress& p) {
    bar.update(fmt::format("{} {}/{}", label, p.epoch, p.epochs), share_done(p), progress_words(p));
  };
  hooks.on_fewer_threads = [&](std::size_t threads, std::size_t most) {
    bar.clear();
    spdlog::info("threads that share each batch: {} of {}, the fastest in the first steps (training.threads)",
                 threads, most);
  };
  hooks.on_epoch = [&](const std::vector<EpochRecord>& history) {
    bar.clear();
    if (!is_first) return;
    write_file_atomically(folder / "history.csv", history_csv(history));  // now, as the run may be cut short
    const auto& r = history.back();
    spdlog::info("epoch {:>3}  train {:.5f}  validation {:.5f}  rate {:.2e}  clipped {:.0f} %  {:.1f} s",
                 r.epoch, r.train_loss, r.validation_loss, r.learning_rate, 100 * r.clipped_share, r.seconds);
  };
  if (options.diagnose_gradients && is_first)
    hooks.inspect = [&](std::int64_t epoch, Network& network) {
      const auto norms = gradient_by_lag(network, *data.train, config);
      result.gradients.push_back({epoch, norms});
      write_gradients(result.gradients, config.name, folder);  // now, as training may yet blow up
      spdlog::info("gradient at the oldest lag: {:.1e} of that at the newest", norms.back() / norms.front());
    };
  const auto checkpoint = folder / "checkpoints" / fmt::format("seed-{}.pt", config.seed);
  if (options.resume && !std::filesystem::exists(checkpoint))
    spdlog::info("{}: no such checkpoint yet; training starts from the beginning", checkpoint.string());
  std::vector<const Windows*> degraded;
  for (const auto& windows : data.degraded) degraded.push_back(windows.get());
  result.training = train_network(*result.network, *data.train, *data.validation, config, checkpoint,
                                  options.resume, hooks, degraded, options.group);
  return result;
}

}  // namespace symh::cli
