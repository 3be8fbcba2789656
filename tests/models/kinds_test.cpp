#include "models/kinds.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <type_traits>

#include "core/error.h"

namespace symh {
namespace {

using testing::HasSubstr;

/// A network and a closed form that lack nothing but their graph form.
struct NetworkWithoutGraphForm : Network {
  torch::Tensor forward(const torch::Tensor& inputs, const torch::Tensor&, const torch::Tensor&) override {
    return inputs;
  }
};
struct WholeNetwork : NetworkWithoutGraphForm {
  graph::Value describe(const GraphWindow& window) const override { return window.base_nt; }
};
struct ClosedFormWithoutGraphForm : ClosedForm {
  std::string name() const override { return "toy"; }
  void fit(const BatchSource&) override {}
  torch::Tensor forecast_nt(const Batch& batch) const override { return batch.base_nt; }
  nlohmann::json state() const override { return {}; }
  void set_state(const nlohmann::json&) override {}
};
struct WholeClosedForm : ClosedFormWithoutGraphForm {
  graph::Value graph_nt(const GraphWindow& window) const override { return window.base_nt; }
};

TEST(Kinds, AKindWithoutAGraphFormDoesNotCompile) {
  static_assert(std::is_abstract_v<NetworkWithoutGraphForm> && !std::is_abstract_v<WholeNetwork>);
  static_assert(std::is_abstract_v<ClosedFormWithoutGraphForm> && !std::is_abstract_v<WholeClosedForm>);
}

TEST(Kinds, ARowWithoutAllItsPartsDoesNotCompile) {
  using Text = const char*;
  static_assert(std::is_constructible_v<Kind, Text, Kind::NetworkMaker>);
  static_assert(std::is_constructible_v<Kind, Text, Kind::ClosedFormMaker>);
  static_assert(!std::is_constructible_v<Kind, Text>, "maker");
  static_assert(!std::is_constructible_v<Kind, Text, Text>, "maker");
  static_assert(!std::is_default_constructible_v<Kind>);
}

TEST(Kinds, HaveNamesOfTheirOwnAndALineInTheHelpOfTheirKey) {
  ModelConfig config;
  const auto options = options_of(config);
  const auto help = std::ranges::find(options, "model.kind", &Option::key)->help;
  std::set<std::string> names;
  for (const auto& kind : kinds()) {
    EXPECT_TRUE(names.insert(kind.name).second) << kind.name;
    EXPECT_THAT(help, HasSubstr(fmt::format("\n  {}: ", kind.name)));
    EXPECT_LT(help.find(kind.fits_in_one_step() ? "fitted in one step:" : "in epochs:"), help.find(kind.name))
        << kind.name;
  }
}

TEST(Kinds, AnUnknownKindIsAnErrorThatNamesEveryKind) {
  Config config;
  config.model.kind = "transformer";
  try {
    make_forecaster(config);
    FAIL() << "no error";
  } catch (const UsageError& error) {
    for (const auto& kind : kinds()) EXPECT_THAT(error.what(), HasSubstr(kind.name));
  }
  EXPECT_FALSE(fits_in_one_step("transformer"));
}

TEST(Kinds, OnlyNetworksClassify) {
  for (const auto& kind : kinds()) {
    Config config;
    config.model.kind = kind.name;
    config.model.task = Task::classification;
    if (kind.fits_in_one_step())
      EXPECT_THROW(make_forecaster(config), UsageError) << kind.name;
    else
      EXPECT_NE(make_forecaster(config), nullptr) << kind.name;
  }
}

}  // namespace
}  // namespace symh
