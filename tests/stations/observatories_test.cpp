#include "stations/observatories.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "physics/dipole.h"

namespace symh {
namespace {

TEST(Observatories, AreFoundByTheirCodeAndTheirChannel) {
  ASSERT_NE(find_observatory("her"), nullptr);
  EXPECT_EQ(find_observatory("HER")->name, "Hermanus");
  EXPECT_EQ(h_channel("HER"), "h_her");
  EXPECT_EQ(observatory_of_channel("h_her"), find_observatory("HER"));
  EXPECT_EQ(observatory_of_channel("her"), find_observatory("HER")) << "a column of a CSV";
  EXPECT_EQ(observatory_of_channel("sym_h"), nullptr);
  EXPECT_EQ(observatory_of_channel("h_xyz"), nullptr);
}

TEST(Observatories, AreListedOnceInTheOrderOfTheirCodes) {
  const auto rows = observatories();
  EXPECT_TRUE(std::ranges::is_sorted(rows, {}, &Observatory::code));
  std::set<std::string_view> codes;
  for (const auto& row : rows) {
    EXPECT_TRUE(codes.insert(row.code).second) << row.code;
    EXPECT_EQ(row.code.size(), 3U);
    EXPECT_LE(std::abs(row.latitude_degrees), 90);
    EXPECT_GE(row.longitude_degrees, 0);
    EXPECT_LT(row.longitude_degrees, 360);
  }
  for (const auto code : default_observatories()) {
    ASSERT_NE(find_observatory(code), nullptr) << code;
    EXPECT_TRUE(find_observatory(code)->useful) << code;
  }
}

/// The dipole latitudes of 2001 that WDC Kyoto and USGS give.
TEST(Observatories, LieAtTheirDipoleLatitudes) {
  const auto latitude = [](const char* code) {
    const auto* row = find_observatory(code);
    return dipole_latitude_degrees(row->latitude_degrees, row->longitude_degrees, 2001);
  };
  EXPECT_NEAR(latitude("HER"), -33.9, 0.5);
  EXPECT_NEAR(latitude("KAK"), 27.4, 0.5);
  EXPECT_NEAR(latitude("HON"), 21.6, 0.5);
  EXPECT_NEAR(latitude("SJG"), 28.3, 0.5);
  EXPECT_NEAR(share_of_sym_h(*find_observatory("HON"), 2001), std::cos(21.6 * 3.14159 / 180), 0.005);
}

}  // namespace
}  // namespace symh
