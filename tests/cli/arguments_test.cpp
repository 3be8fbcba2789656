#include "cli/arguments.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace symh::cli {
namespace {

TEST(Arguments, APeriodIncludesAllOfABareYear) {
  EXPECT_EQ(period_first("1998", "--from"), make_time(1998, 1, 1));
  EXPECT_EQ(period_last("2025", "--to"), make_time(2025, 12, 31, 23, 59));
  EXPECT_EQ(period_end("2025", "--to"), make_time(2026, 1, 1));
}

TEST(Arguments, TheEndOfAPeriodGivenAsATimeIsThatTime) {
  const auto time = make_time(2003, 11, 20, 18);
  EXPECT_EQ(period_first("2003-11-20T18:00Z", "--from"), time);
  EXPECT_EQ(period_last("2003-11-20T18:00Z", "--to"), time);
  EXPECT_EQ(period_end("2003-11-20T18:00Z", "--to"), time);
  EXPECT_EQ(period_end("", "--to"), std::nullopt);
}

TEST(Arguments, NeitherAYearNorATimeIsRefused) {
  for (const auto* text : {"98", "199x", "19980", "+998"})
    EXPECT_THROW(period_first(text, "--from"), UsageError);
}

}  // namespace
}  // namespace symh::cli
