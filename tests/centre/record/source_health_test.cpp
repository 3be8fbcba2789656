#include "centre/record/source_health.h"

#include <gtest/gtest.h>

namespace symh {
namespace {

const Time start = make_time(2003, 11, 20);

TEST(SourceHealth, FindsTheNewestFailureOfEachSourceInTheNotes) {
  const std::vector<LoggedRun> runs{
      {start, 3, "fetch kyoto: closed\nfetch swpc: no answer\nforecast: fetch dst: no data"},
      {start + Minutes{5}, 3, "fetch swpc: status 500"},
      {start + Minutes{10}, 3, "fetch swpc: status 503\nfetch kyoto2: closed"}};
  const auto health = source_health({"kyoto", "swpc", "dst"}, runs);
  ASSERT_EQ(health.size(), 3U);
  EXPECT_EQ(health[0].name, "kyoto");
  EXPECT_TRUE(health[0].answers);
  EXPECT_EQ(health[0].last_failure, start);
  EXPECT_EQ(health[0].fault, "closed");
  EXPECT_FALSE(health[1].answers);
  EXPECT_EQ(health[1].last_failure, start + Minutes{10});
  EXPECT_EQ(health[1].fault, "status 503");
  EXPECT_TRUE(health[2].answers) << "the note of another step is none of a source";
  EXPECT_EQ(health[2].last_failure, std::nullopt);
}

TEST(SourceHealth, WithoutRunsNothingHasFailed) {
  const auto health = source_health({"kyoto"}, {});
  EXPECT_TRUE(health.at(0).answers);
  EXPECT_EQ(health.at(0).last_failure, std::nullopt);
}

}  // namespace
}  // namespace symh
