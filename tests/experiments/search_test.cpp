#include "experiments/search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace symh {
namespace {

TEST(CheckSearch, RefusesAnAgeBetweenTwoSamples) {
  const auto of_age = [](const std::string& age) {
    return parse_config("[tune]\ntrials = 2\nindex_age = [\"" + age +
                            "\"]\n[windows]\nchannels = [\"speed\", \"bz_gsm\"]\nhead = [\"gap\"]\n"
                            "predict = \"correction\"\n[tune.range]\n\"model.units\" = [8, 16]\n",
                        "test");
  };
  EXPECT_NO_THROW(check_search(of_age("15m"), false));
  try {
    check_search(of_age("7m"), false);
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("tune.index_age 7m: the samples of the model are of 5m"));
  }
}

}  // namespace
}  // namespace symh
