#include "experiments/training_run.h"

#include <fmt/format.h>

#include "core/error.h"
#include "experiments/ensemble_run.h"
#include "experiments/jobs.h"
#include "experiments/kinds.h"
#include "experiments/problems_only.h"
#include "experiments/single_run.h"
#include "models/kinds.h"

namespace symh {
namespace {

/// For all processes of a group but the first, which reports for all. Each process can be stopped.
class OtherProcess : public ProblemsOnly {
 public:
  using ProblemsOnly::ProblemsOnly;
  bool stop_asked() const override { return listener_.stop_asked(); }
};

}  // namespace

bool trains_ensemble(const Config& config) {
  return config.folds > 1 || config.members > 1 || !config.member.empty();
}

void check_training(const Config& config, Listener& listener) {
  if (trains_ensemble(config) && config.folds < 2)
    throw UsageError(
        "an ensemble weighs its members by what folds leave out: set folds to 2 or more, such as 8");
  if (trains_ensemble(config) && config.model.task != Task::regression)
    throw UsageError("folds are for regression; set folds = 1 to classify");
  check_device(config.training, trains_ensemble(config), listener);
  check_kinds(config);
}

std::unique_ptr<ProcessGroup> meet_other_processes(const Config& config, Listener& listener) {
  auto group = ProcessGroup::from_environment(config.training.device);
  if (group == nullptr) return group;
  if (trains_ensemble(config) || fits_in_one_step(config.model.kind))
    throw UsageError(
        "WORLD_SIZE is set, but only a single network can be trained by several processes: an ensemble "
        "already trains its members beside each other (training.jobs), and a model fitted in one step needs "
        "only one process; unset WORLD_SIZE");
  if (group->is_first()) listener.say(fmt::format("{} processes share every batch", group->size()));
  return group;
}

RunReport train(const Config& config, const RunOptions& options, ProcessGroup* group, Listener& listener) {
  if (trains_ensemble(config)) return train_ensemble(config, options, listener);
  if (group == nullptr || group->is_first()) return train_single(config, options, group, listener);
  OtherProcess other(listener);
  return train_single(config, options, group, other);
}

}  // namespace symh
