#include "models/baselines.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/utils.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/error.h"

namespace symh {
namespace {

using torch::Tensor;

const std::vector<Minutes> leads{Minutes{60}, Minutes{120}, Minutes{360}};

BatchSource source_of(const std::vector<Batch>& batches) {
  return [&batches](const std::function<void(const Batch&)>& use) {
    for (const auto& batch : batches) use(batch);
  };
}

std::unique_ptr<ClosedForm> baseline(const std::string& name,
                                     const std::vector<Minutes>& lead_times = leads) {
  for (auto& made : make_baselines(lead_times))
    if (made->name() == name) return std::move(made);
  return nullptr;
}

double mean_square(const Tensor& forecast, const Batch& batch) {
  return (forecast - batch.observed_nt).pow(2).nanmean().item<double>();
}

/// Windows of 4 steps over x_t = 0.9 x_{t-1} - 0.2 x_{t-2} + noise; one channel scaled by 30, mean -10; leads
/// of one, two and three steps.
std::vector<Batch> autoregression(int batches, double noise, std::uint64_t seed = 1) {
  torch::manual_seed(seed);
  constexpr std::int64_t rows = 50, steps = 4;
  std::vector<Batch> made;
  for (int i = 0; i < batches; ++i) {
    auto x = at::randn({rows, steps + 3}) * 30.F;
    for (std::int64_t t = 2; t < steps + 3; ++t)
      x.select(1, t).copy_(0.9 * x.select(1, t - 1) - 0.2 * x.select(1, t - 2) + noise * at::randn({rows}));
    Batch batch;
    batch.inputs = (x.narrow(1, 0, steps).unsqueeze(2) / 30.0).clone();
    batch.lengths = at::full({rows}, steps, at::kLong);
    batch.last_nt = x.select(1, steps - 1) - 10.0;
    batch.observed_nt = x.narrow(1, steps, 3) - 10.0;
    made.push_back(batch);
  }
  return made;
}

/// Storms that decay to -15 nT with tau = 7.5 h, observed with a known noise.
std::vector<Batch> recoveries(double noise) {
  torch::manual_seed(2);
  std::vector<Batch> made;
  for (int i = 0; i < 20; ++i) {
    Batch batch;
    batch.last_nt = -200 * at::rand({100}, at::kDouble);
    const auto hours = at::tensor({1.0, 2.0, 6.0}, at::dtype(at::kDouble)).unsqueeze(0);
    batch.observed_nt = -15 + (batch.last_nt.unsqueeze(1) + 15) * at::exp(-hours / 7.5);
    batch.observed_nt += noise * at::randn({100, 3}, at::kDouble);
    batch.observed_nt[3][1] = std::numeric_limits<double>::quiet_NaN();
    made.push_back(batch);
  }
  return made;
}

TEST(Baselines, ComeInTheirOrder) {
  std::vector<std::string> names;
  for (const auto& made : make_baselines(leads)) names.push_back(made->name());
  EXPECT_EQ(names, (std::vector<std::string>{"persistence", "exponential_recovery", "ridge"}));
  for (const auto& made : make_baselines(leads))
    EXPECT_EQ(made->every(10, 2), made->name() == "ridge" ? 1 : 0);
}

TEST(Persistence, IsTheLastValueAtEveryLead) {
  Batch batch;
  batch.last_nt = at::tensor({-31.5F, 4.25F});
  const auto forecast = baseline("persistence")->forecast_nt(batch);
  EXPECT_EQ(forecast.sizes(), (std::vector<std::int64_t>{2, 3}));
  for (int l = 0; l < 3; ++l) EXPECT_TRUE(at::equal(forecast.select(1, l), batch.last_nt));
}

TEST(ExponentialRecovery, FindsTheQuietLevelAndTheTimeConstant) {
  const auto batches = recoveries(0.0);
  const auto recovery = baseline("exponential_recovery");
  recovery->fit(source_of(batches));
  EXPECT_NEAR(recovery->state()["quiet_nt"].get<double>(), -15.0, 1e-3);
  EXPECT_NEAR(recovery->state()["tau_hours"].get<double>(), 7.5, 1e-3);
  EXPECT_LT(mean_square(recovery->forecast_nt(batches[0]), batches[0]), 1e-6);
}

TEST(ExponentialRecovery, FindsThemUnderNoise) {
  const auto batches = recoveries(10.0);
  const auto recovery = baseline("exponential_recovery");
  recovery->fit(source_of(batches));
  EXPECT_NEAR(recovery->state()["quiet_nt"].get<double>(), -15.0, 3.0);
  EXPECT_NEAR(recovery->state()["tau_hours"].get<double>(), 7.5, 0.5);
}

TEST(Ridge, RecoversALinearAutoregression) {
  const auto batches = autoregression(20, 0.0);
  const auto ridge = baseline("ridge");
  ridge->fit(source_of(batches));
  const auto fresh = autoregression(1, 0.0, 99)[0];
  const double variance = fresh.observed_nt.var().item<double>();
  EXPECT_LT(mean_square(ridge->forecast_nt(fresh), fresh), 1e-6 * variance);
}

TEST(Ridge, BeatsPersistenceAndComesNearTheBestUnderNoise) {
  const auto batches = autoregression(20, 8.0);
  const auto ridge = baseline("ridge");
  ridge->fit(source_of(batches));
  const auto fresh = autoregression(1, 8.0, 99)[0];
  const auto forecast = ridge->forecast_nt(fresh);
  EXPECT_LT(mean_square(forecast, fresh),
            0.8 * mean_square(baseline("persistence")->forecast_nt(fresh), fresh));
  const double one_step = (forecast - fresh.observed_nt).select(1, 0).pow(2).mean().item<double>();
  EXPECT_LT(one_step, 1.7 * 64.0);  // the noise alone is 64
}

TEST(Ridge, AMissingTargetCountsForTheOtherLeads) {
  auto batches = autoregression(20, 8.0);
  const auto whole = baseline("ridge");
  whole->fit(source_of(batches));
  for (auto& batch : batches) {
    batch.observed_nt = batch.observed_nt.clone();
    batch.observed_nt.select(1, 1).narrow(0, 0, 25).fill_(std::numeric_limits<float>::quiet_NaN());
  }
  const auto gappy = baseline("ridge");
  gappy->fit(source_of(batches));
  const auto a = whole->forecast_nt(batches[0]), b = gappy->forecast_nt(batches[0]);
  // Another part of the samples is held out, so that the penalty can differ a little.
  EXPECT_TRUE(at::allclose(a.select(1, 0), b.select(1, 0), 1e-2, 0.5));
  EXPECT_TRUE(at::allclose(a.select(1, 2), b.select(1, 2), 1e-2, 0.5));
  EXPECT_FALSE(at::equal(a.select(1, 1), b.select(1, 1)));
  EXPECT_TRUE(at::isfinite(b).all().item<bool>());
}

TEST(Ridge, ALeadThatIsNeverObservedIsPersistence) {
  auto batches = autoregression(5, 8.0);
  for (auto& batch : batches) {
    batch.observed_nt = batch.observed_nt.clone();
    batch.observed_nt.select(1, 2).fill_(std::numeric_limits<float>::quiet_NaN());
  }
  const auto ridge = baseline("ridge");
  ridge->fit(source_of(batches));
  const auto forecast = ridge->forecast_nt(batches[0]);
  EXPECT_TRUE(at::equal(forecast.select(1, 2), batches[0].last_nt));
  EXPECT_FALSE(at::equal(forecast.select(1, 0), batches[0].last_nt));
}

TEST(Ridge, FitsOnFewerSamplesThanFeatures) {
  auto batches = autoregression(1, 8.0);
  auto& batch = batches[0];
  batch.inputs = batch.inputs.narrow(0, 0, 3);
  batch.last_nt = batch.last_nt.narrow(0, 0, 3);
  batch.observed_nt = batch.observed_nt.narrow(0, 0, 3);
  const auto ridge = baseline("ridge");
  ridge->fit(source_of(batches));
  EXPECT_TRUE(at::isfinite(ridge->forecast_nt(batch)).all().item<bool>());
}

TEST(Ridge, InputsThatSayNothingAreHeldSmall) {
  torch::manual_seed(4);
  std::vector<Batch> batches(3);
  for (auto& batch : batches) {
    batch.inputs = at::randn({100, 4, 30});
    batch.last_nt = at::zeros({100});
    batch.observed_nt = 10 * at::randn({100, 3});
  }
  const auto fresh = batches.back();
  batches.pop_back();
  const auto ridge = baseline("ridge");
  ridge->fit(source_of(batches));
  const double persistence = mean_square(baseline("persistence")->forecast_nt(fresh), fresh);
  // Without a penalty 120 inputs fit the 200 samples and double the error.
  EXPECT_LT(mean_square(ridge->forecast_nt(fresh), fresh), 1.1 * persistence);
}

TEST(Ridge, OfALongWindowEveryThirdStepIsTakenFromTheNewestOn) {
  auto batches = autoregression(1, 8.0);
  auto& batch = batches[0];
  batch.inputs = at::randn({50, 900, 2});
  const auto ridge = baseline("ridge");
  ridge->fit(source_of(batches));
  EXPECT_EQ(ridge->state()["steps"].get<int>(), 300);
  EXPECT_EQ(ridge->state()["every"].get<int>(), 3);
  const auto before = ridge->forecast_nt(batch);
  batch.inputs.select(1, 898).fill_(7.0);
  EXPECT_TRUE(at::equal(ridge->forecast_nt(batch), before)) << "a step between";
  batch.inputs.select(1, 899).fill_(7.0);
  EXPECT_FALSE(at::equal(ridge->forecast_nt(batch), before)) << "the newest one";
}

TEST(Ridge, FitsTheSameOnWindowsThinnedAsItAsks) {
  auto batches = autoregression(3, 8.0);
  for (auto& batch : batches) batch.inputs = at::randn({50, 1000, 2});
  const auto whole = baseline("ridge"), thin = baseline("ridge");
  whole->fit(source_of(batches));
  const auto forecast = whole->forecast_nt(batches[0]);
  const auto every = thin->every(1000, 2);
  EXPECT_EQ(every, 4);
  const auto all = batches;
  for (auto& batch : batches) {
    batch.every = every;
    batch.inputs = batch.inputs.slice(1, 999 % every, 1000, every);
  }
  thin->fit(source_of(batches));
  EXPECT_EQ(thin->state(), whole->state());
  EXPECT_TRUE(thin->forecast_nt(all[0]).equal(forecast));
  EXPECT_TRUE(thin->forecast_nt(batches[0]).equal(forecast));
}

TEST(Ridge, WindowsOfAnotherShapeAreRefused) {
  auto batches = autoregression(2, 8.0);
  const auto ridge = baseline("ridge");
  EXPECT_THROW(ridge->forecast_nt(batches[0]), RunError);
  ridge->fit(source_of(batches));
  batches[0].inputs = at::zeros({50, 4, 2});
  EXPECT_THROW(ridge->forecast_nt(batches[0]), DataError);
}

TEST(Baselines, StateGoesThroughJsonExactly) {
  auto batches = autoregression(10, 8.0);
  for (const auto& fitted : make_baselines(leads)) {
    fitted->fit(source_of(batches));
    const auto text = fitted->state().dump();
    const auto restored = baseline(fitted->name());
    restored->set_state(nlohmann::json::parse(text));
    EXPECT_EQ(restored->state().dump(), text);
    EXPECT_TRUE(at::equal(restored->forecast_nt(batches[0]), fitted->forecast_nt(batches[0])));
  }
}

TEST(Baselines, BadStatesAreDataErrors) {
  for (const char* text : {"{}", "[]", "null", R"({"quiet_nt": "x", "tau_hours": 3})",
                           R"({"quiet_nt": 1, "tau_hours": 0})", R"({"quiet_nt": 1, "tau_hours": -2})"})
    EXPECT_THROW(baseline("exponential_recovery")->set_state(nlohmann::json::parse(text)), DataError) << text;
  for (const char* text :
       {"{}", "[]", R"({"steps": 1, "channels": 1, "leads": 3, "weights": [1, 2]})",
        R"({"steps": 1, "channels": 1, "leads": 3, "weights": [1, 2, 3, 4, 5, 6, 7, 8, "x"]})",
        R"({"steps": 4611686018427387904, "channels": 4, "leads": 3, "weights": [1, 2, 3, 4, 5, 6]})",
        R"({"steps": -1, "channels": 1, "leads": 3, "weights": [1, 2, 3]})"})
    EXPECT_THROW(baseline("ridge")->set_state(nlohmann::json::parse(text)), DataError) << text;
}

TEST(Baselines, NothingObservedIsADataError) {
  auto batches = autoregression(2, 8.0);
  for (auto& batch : batches) batch.observed_nt = at::full({50, 3}, std::nan(""));
  for (const char* name : {"exponential_recovery", "ridge"})
    EXPECT_THROW(baseline(name)->fit(source_of(batches)), DataError) << name;
}

}  // namespace
}  // namespace symh
