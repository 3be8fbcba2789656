#include "job/same_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace symh {
namespace {

using testing::HasSubstr;

Config read(const std::string& text) { return parse_config(text, "job.toml"); }

std::string refusal(const std::string& then, const std::string& now) {
  try {
    require_same(read(then), read(now), "run/checkpoint.pt", "train into a new folder");
  } catch (const UsageError& error) {
    return error.what();
  }
  return "same";
}

TEST(SameConfig, AKeyThatTheOldTextLacksHadItsDefault) {
  auto text = print_config(read(""));
  const std::string line = "momentum = 0.9\n";
  ASSERT_NE(text.find(line), std::string::npos);
  text.erase(text.find(line), line.size());
  EXPECT_EQ(refusal(text, ""), "same");
  EXPECT_THAT(refusal(text, "training.momentum = 0.5"),
              HasSubstr("training.momentum was 0.9, now it is 0.5"));
}

TEST(SameConfig, ARefusalNamesTheWorkTheKeyBothValuesAndTheRemedy) {
  EXPECT_EQ(
      refusal("training.loss = \"mae\"", "training.loss = \"mse\""),
      "run/checkpoint.pt: was made with another configuration: training.loss was 'mae', now it is 'mse'; "
      "train into a new folder");
  EXPECT_EQ(refusal("[training]\nloss = \"huber\"\n", ""), "same") << "a default that is written out";
}

TEST(SameConfig, RangesAreComparedKeyByKey) {
  const std::string units = "[tune.range]\n\"model.units\" = {low = 8, high = 16}\n";
  EXPECT_EQ(refusal(units, "[tune.range]\nmodel.units = {high = 16, low = 8, scale = \"linear\"}\n"), "same");
  EXPECT_THAT(refusal(units, "[tune.range]\n\"model.units\" = [8, 16]\n"),
              HasSubstr("[tune.range] model.units was {low = 8, high = 16, scale = \"linear\"}, now it is "
                        "[8, 16]"));
  EXPECT_THAT(refusal(units, ""), HasSubstr("model.units was {low = 8, high = 16, scale = \"linear\"}, now "
                                            "it is absent"));
}

TEST(SameConfig, MembersAreComparedAsTheWholeConfigurationsTheyMake) {
  const std::string member = "[[member]]\nname = \"a\"\n";
  EXPECT_EQ(refusal(member, member + "model.kind = \"lstm\"\n"), "same") << "lstm is the default";
  EXPECT_THAT(refusal(member, member + "model.kind = \"gru\"\n"),
              HasSubstr("[[member]] a: model.kind was 'lstm', now it is 'gru'"));
  EXPECT_THAT(refusal(member, ""), HasSubstr("[[member]] name was ['a'], now it is []"));
}

}  // namespace
}  // namespace symh
