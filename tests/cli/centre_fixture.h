#pragma once
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "cli/binary.h"
#include "temporary_folder.h"

namespace symh {

/// A centre that forecasts from simulated storms with the bundled models; the simulated wind is at the bow
/// shock, so the model of the indices forecasts.
class CentreTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    data_ = std::make_unique<TemporaryFolder>();
    ASSERT_EQ(symh_in(data_->path(), "simulate --output data --days 25 --seed 5 -q").code, 0);
  }
  static void TearDownTestSuite() { data_.reset(); }

  void SetUp() override { configure(""); }
  void configure(const std::string& alerts) const {
    write_file_atomically(file("centre.toml"),
                          fmt::format("centre = \"Test centre\"\nstate = \"state\"\n[fetch]\n"
                                      "sources = []\n[data]\npaths = [\"{}/*.dat\"]\n{}",
                                      (data_->path() / "data").string(), alerts));
  }
  Outcome symh(const std::string& arguments) const { return symh_in(folder_.path(), arguments); }
  Outcome forecast(const std::string& at, const std::string& more = "") const {
    return symh(fmt::format("forecast --config centre.toml --at {} {}", at, more));
  }
  std::filesystem::path file(const std::string& name) const { return folder_.path() / name; }
  nlohmann::json product() const {
    return nlohmann::json::parse(read_file(file("state/products/forecast.json")));
  }

  inline static std::unique_ptr<TemporaryFolder> data_;
  TemporaryFolder folder_;
};

}  // namespace symh
