#include "experiments/train_model.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <torch/utils.h>

#include <thread>

#include "core/file.h"
#include "experiments/gradient_files.h"
#include "models/baselines.h"
#include "models/kinds.h"
#include "training/fit_on.h"
#include "training/teach.h"

namespace symh {
namespace {

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

std::string epoch_line(const EpochRecord& r) {
  return fmt::format("epoch {:>3}  train {:.5f}  validation {:.5f}  rate {:.2e}  clipped {:.0f} %  {:.1f} s",
                     r.epoch, r.train_loss, r.validation_loss, r.learning_rate, 100 * r.clipped_share,
                     r.seconds);
}

std::vector<const Windows*> pointers(const std::vector<std::unique_ptr<Windows>>& windows) {
  std::vector<const Windows*> all;
  for (const auto& one : windows) all.push_back(one.get());
  return all;
}

/// Reports the training of a network to the listener and keeps the files in its folder up to date.
class Watch {
 public:
  Watch(const Config& config, const Windows& train, const ModelTraining& how, Listener& listener)
      : config_(config), train_(train), how_(how), listener_(listener) {}

  TrainingHooks hooks() {
    TrainingHooks hooks;
    hooks.last_epoch = how_.last_epoch;
    const std::string label = config_.seeds > 1 ? fmt::format("seed {} epoch", config_.seed) : "epoch";
    hooks.stop_asked = [this] { return listener_.stop_asked(); };
    hooks.on_step = [this, label](const Progress& p) {
      listener_.progress(fmt::format("{} {}/{}", label, p.epoch, p.epochs), share_done(p), progress_words(p));
    };
    hooks.on_fewer_threads = [this](std::size_t threads, std::size_t most) {
      listener_.say(fmt::format(
          "threads that share each batch: {} of {}, the fastest in the first steps (training.threads)",
          threads, most));
    };
    if (!writes()) return hooks;
    hooks.on_epoch = [this](const std::vector<EpochRecord>& history) {
      write_file_atomically(how_.folder / "history.csv", history_csv(history));  // the run may be cut short
      listener_.say(epoch_line(history.back()));
    };
    if (how_.diagnose_gradients)
      hooks.inspect = [this](std::int64_t epoch, Network& network) { inspect(epoch, network); };
    return hooks;
  }

 private:
  bool writes() const { return !how_.folder.empty() && (how_.group == nullptr || how_.group->is_first()); }

  void inspect(std::int64_t epoch, Network& network) {
    const auto norms = gradient_by_lag(network, train_, config_);
    gradients_.push_back({epoch, norms});
    write_gradients(gradients_, config_.name, how_.folder);  // now, as training may yet blow up
    listener_.say(fmt::format("gradient at the oldest lag: {:.1e} of that at the newest",
                              norms.back() / norms.front()));
  }

  const Config& config_;
  const Windows& train_;
  const ModelTraining& how_;
  Listener& listener_;
  std::vector<GradientRecord> gradients_;
};

}  // namespace

TrainedModel train_model(const Config& config, const FoldWindows& windows, const ModelTraining& how,
                         Listener& listener) {
  TrainedModel trained;
  auto& model = trained.model;
  model.config = config;
  model.scaling = windows.train->scaling();
  torch::manual_seed(static_cast<std::uint64_t>(config.seed));
  model.forecaster = make_forecaster(config);
  Watch watch(config, *windows.train, how, listener);
  trained.training = teach(*model.forecaster, *windows.train, windows.watched(), config, how.checkpoint,
                           how.resume, watch.hooks(), pointers(windows.degraded), how.group);
  listener.progress_ended();
  return trained;
}

void use_threads(std::int64_t threads) {
  at::set_num_threads(threads > 0 ? static_cast<int>(threads)
                                  : static_cast<int>(std::thread::hardware_concurrency()));
  at::globalContext().setFlushDenormal(true);
}

std::vector<std::unique_ptr<ClosedForm>> fit_baselines(const Config& config, const Windows& train) {
  auto baselines = make_baselines(config.windows.horizon);
  for (auto& baseline : baselines) fit_on(*baseline, train);
  return baselines;
}

}  // namespace symh
