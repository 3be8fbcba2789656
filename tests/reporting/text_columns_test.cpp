#include "reporting/text_columns.h"

#include <gtest/gtest.h>

#include <cmath>

namespace symh {
namespace {

TEST(TextColumns, NumbersAndNamesKeepTheirWidth) {
  EXPECT_EQ(cell(11.604, 7, 2), "  11.60");
  EXPECT_EQ(cell(-1234.6, 7, 2), "  -1235");
  EXPECT_EQ(cell(std::nan(""), 4, 2), "   -");
  EXPECT_EQ(cell(1e20, 6, 2), " 1e+20");
  EXPECT_EQ(name_cell("ridge", 7), "ridge  ");
  EXPECT_EQ(name_cell("exponential_recovery", 18), "exponent._recovery");
  EXPECT_EQ(name_cell("persistence", 6), "persi.");
  EXPECT_EQ(clip("für", 2), "fü");
}

}  // namespace
}  // namespace symh
