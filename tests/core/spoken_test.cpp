#include "core/spoken.h"

#include <gtest/gtest.h>

namespace symh {
namespace {

const Time now = make_time(2003, 11, 21);

TEST(Spoken, ATimeIsSaidAsPeopleWriteIt) {
  EXPECT_EQ(spoken_time(make_time(2024, 5, 10, 22)), "22:00 UTC, 10 May");
  EXPECT_EQ(spoken_time(make_time(2024, 12, 1, 0, 5)), "00:05 UTC, 1 December");
  EXPECT_EQ(spoken_time(make_time(1969, 1, 31, 23, 59)), "23:59 UTC, 31 January") << "before 1970 too";
}

TEST(Spoken, ATimeHasItsYearWhereThatIsNotThisYear) {
  const Time new_year = make_time(2025, 1, 1);
  EXPECT_EQ(spoken_time(new_year, new_year), "00:00 UTC, 1 January");
  EXPECT_EQ(spoken_time(new_year - Minutes{1}, new_year), "23:59 UTC, 31 December 2024");
}

TEST(Spoken, StampsInATextAreSaidAsPeopleWriteThem) {
  EXPECT_EQ(with_spoken_times("the newest wind (2003-11-20T07:20:00Z) came at 2003-11-20T08:05:00Z", now),
            "the newest wind (07:20 UTC, 20 November) came at 08:05 UTC, 20 November");
  EXPECT_EQ(with_spoken_times("2001-01-01T00:00:00Z", now), "00:00 UTC, 1 January 2001");
}

TEST(Spoken, OtherTextStaysAsItIs) {
  for (const auto* text : {"", "no time", "2003-11-20", "2003-13-20T07:20:00Z", "2003-11-20T07:20:00",
                           "a\xffwhat\n2003-11-20 07:20:00Z"})
    EXPECT_EQ(with_spoken_times(text, now), text);
}

}  // namespace
}  // namespace symh
