#pragma once
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "cli/binary.h"

namespace symh {

/// The scores of `symh evaluate --json` at the ages 0 and `minutes` of the data that `key` names, at two lead
/// times: [age][lead time] in one list. Both ages are scored on the same samples.
inline nlohmann::json scores_at_two_ages(const Outcome& outcome, const std::string& key, int minutes) {
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  const auto scores = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(scores.size(), 4U) << "two ages, two lead times";
  EXPECT_EQ(scores.at(0).at(key), 0);
  EXPECT_EQ(scores.at(2).at(key), minutes);
  EXPECT_EQ(scores.at(0).at("samples"), scores.at(2).at("samples"));
  return scores;
}

}  // namespace symh
