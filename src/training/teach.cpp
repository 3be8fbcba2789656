#include "training/teach.h"

#include <functional>
#include <utility>

#include "training/fit_on.h"

namespace symh {
namespace {

class TrainingTeacher final : public Teacher {
 public:
  TrainingTeacher(std::function<void(Network&)> train, std::function<void(ClosedForm&)> fit)
      : train_(std::move(train)), fit_(std::move(fit)) {}
  void train(Network& network) override { train_(network); }
  void fit(ClosedForm& model) override { fit_(model); }

 private:
  std::function<void(Network&)> train_;
  std::function<void(ClosedForm&)> fit_;
};

}  // namespace

TrainingResult teach(Forecaster& forecaster, const Windows& train, const Windows& validation,
                     const Config& config, const std::filesystem::path& checkpoint, bool resume,
                     const TrainingHooks& hooks, const std::vector<const Windows*>& degraded,
                     ProcessGroup* group) {
  TrainingResult result;
  TrainingTeacher teacher(
      [&](Network& network) {
        result =
            train_network(network, train, validation, config, checkpoint, resume, hooks, degraded, group);
      },
      [&](ClosedForm& model) { fit_on(model, train, degraded); });
  forecaster.learn(teacher);
  return result;
}

}  // namespace symh
