#include "training/fit_on.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace symh {
namespace {

/// Remembers the last values of all windows that it is fitted on.
class Listener : public ClosedForm {
 public:
  explicit Listener(std::int64_t every) : every_(every) {}
  std::string name() const override { return "listener"; }
  std::int64_t every(std::int64_t, std::int64_t) const override { return every_; }
  void fit(const BatchSource& training) override {
    training([&](const Batch& batch) {
      inputs_seen = inputs_seen || batch.inputs.defined();
      for (std::int64_t i = 0; i < batch.last_nt.size(0); ++i) seen.push_back(batch.last_nt[i].item<float>());
    });
  }
  torch::Tensor forecast_nt(const Batch& batch) const override { return batch.base_nt; }
  nlohmann::json state() const override { return {}; }
  void set_state(const nlohmann::json&) override {}
  graph::Value graph_nt(const GraphWindow& window) const override { return window.base_nt; }

  std::vector<float> seen;
  bool inputs_seen = false;

 private:
  std::int64_t every_;
};

Windows windows_of(std::size_t count) {
  Series series;
  series.segments = {{make_time(2003, 1, 1), 0, count}};
  series.status.assign(count, Status::definitive);
  auto& values = series.add("sym_h").values;
  for (std::size_t i = 0; i < count; ++i) values[i] = -static_cast<float>(i % 1000);
  WindowsConfig config;
  config.cadence = Minutes{1};
  config.stride = Minutes{1};
  config.lookback = Minutes{1};
  config.horizon = {Minutes{1}};
  const auto prepared = std::make_shared<const Prepared>(prepare(std::move(series), config));
  auto rows = issue_rows(*prepared, config, false).rows;
  return {prepared, config, fit_scaling(*prepared, rows, config), std::move(rows)};
}

TEST(FitOn, TakesEveryWindowInOrder) {
  const auto windows = windows_of(10'000);
  Listener listener(0);
  fit_on(listener, windows);
  ASSERT_EQ(std::ssize(listener.seen), windows.size());
  for (std::size_t i = 0; i < listener.seen.size(); ++i)
    EXPECT_EQ(listener.seen[i], -static_cast<float>(i % 1000));
  EXPECT_FALSE(listener.inputs_seen);
}

TEST(FitOn, OfTooManyWindowsTakesThemAtEqualDistances) {
  const auto windows = windows_of(10'000);
  Listener listener(1);
  fit_on(listener, windows, {}, 3000);
  ASSERT_EQ(std::ssize(listener.seen), (windows.size() + 3) / 4);
  for (std::size_t i = 0; i < listener.seen.size(); ++i)
    EXPECT_EQ(listener.seen[i], -static_cast<float>(4 * i % 1000));
  EXPECT_TRUE(listener.inputs_seen);
}

}  // namespace
}  // namespace symh
