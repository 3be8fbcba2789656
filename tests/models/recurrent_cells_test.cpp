#include "models/recurrent_cells.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace symh {
namespace {

/// -100 ... 100, and what is near 0, where an error must be small beside the value.
std::vector<float> arguments() {
  std::vector<float> x;
  for (int i = -4000; i <= 4000; ++i) x.push_back(static_cast<float>(i) / 40.0F);
  for (float small = 1e-8F; small < 1.0F; small *= 1.7F) x.insert(x.end(), {small, -small});
  return x;
}

/// One history of as many units as there are gates before activation; activated.
std::vector<float> activated(RecurrentKind kind, std::vector<float> gates) {
  const auto units = static_cast<std::int64_t>(gates.size()) / gate_blocks(kind);
  std::vector<float> before(gates.size(), 0.0F), hidden(gates.size()), cell(gates.size());
  step_forward(kind,
               {1, units, units, gates.data(), before.data(), hidden.data(), before.data(), cell.data()});
  return gates;
}

void expect_near_relative(float got, double expected, float x) {
  EXPECT_NEAR(got, expected, 4e-7 * std::abs(expected) + 1e-37) << "at " << x;
}

TEST(RecurrentCells, TanhIsExactToRoundingEverywhere) {
  const auto x = arguments();
  const auto y = activated(RecurrentKind::rnn_tanh, x);
  for (std::size_t i = 0; i < x.size(); ++i) expect_near_relative(y[i], std::tanh(double{x[i]}), x[i]);
}

TEST(RecurrentCells, SigmoidIsExactToRoundingDownToTheSmallestNumbers) {
  auto x = arguments();
  std::erase_if(x, [](float value) { return value < -87.0F; });
  const auto units = x.size();
  x.resize(4 * units, 0.0F);  // the input gate has the values
  const auto y = activated(RecurrentKind::lstm, x);
  for (std::size_t i = 0; i < units; ++i) expect_near_relative(y[i], 1 / (1 + std::exp(-double{x[i]})), x[i]);
}

TEST(RecurrentCells, FarOutGatesAreShutOrOpenAndNothingOverflows) {
  const auto infinite = std::numeric_limits<float>::infinity();
  const auto y = activated(RecurrentKind::lstm, {infinite, -infinite, infinite, 1e30F});
  EXPECT_FLOAT_EQ(y[0], 1.0F);
  EXPECT_NEAR(y[1], 0.0F, 1e-37F);
  EXPECT_FLOAT_EQ(y[2], 1.0F);
  EXPECT_FLOAT_EQ(y[3], 1.0F);
}

TEST(RecurrentCells, WhatIsNotANumberStaysSo) {
  const auto nan = std::numeric_limits<float>::quiet_NaN();
  for (const auto kind : {RecurrentKind::rnn_tanh, RecurrentKind::rnn_relu})
    EXPECT_TRUE(std::isnan(activated(kind, {nan})[0]));
  for (const auto value : activated(RecurrentKind::lstm, std::vector<float>(8, nan)))
    EXPECT_TRUE(std::isnan(value));
  EXPECT_TRUE(std::isnan(activated(RecurrentKind::gru, std::vector<float>(4, nan))[0]));
}

TEST(RecurrentCells, ARowIsTheSameWhateverStandsBesideIt) {
  // Vectors of 16 or 8 units end at the same place in every row, so that a batch may be cut anywhere.
  constexpr std::int64_t units = 37, batch = 5;
  std::vector<float> gates(batch * 4 * units), zeros(batch * units, 0.0F), hidden(batch * units),
      cell(batch * units);
  for (std::size_t i = 0; i < gates.size(); ++i) gates[i] = std::sin(static_cast<float>(i));
  const std::vector<float> third(gates.begin() + 2 * 4 * units, gates.begin() + 3 * 4 * units);
  step_forward(RecurrentKind::lstm,
               {batch, units, units, gates.data(), zeros.data(), hidden.data(), zeros.data(), cell.data()});
  const auto alone = activated(RecurrentKind::lstm, third);
  EXPECT_TRUE(std::equal(alone.begin(), alone.end(), gates.begin() + 2 * 4 * units));
}

}  // namespace
}  // namespace symh
