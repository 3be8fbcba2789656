#include "core/text.h"

#include <gtest/gtest.h>

namespace symh {
namespace {

TEST(Nearest, IsTheCandidateWithTheFewestChangedLetters) {
  EXPECT_EQ(nearest("spede", {"density", "speed", "temperature"}), "speed");
  EXPECT_EQ(nearest("sym-h", {"asy_h", "sym_h", "sym_d"}), "sym_h") << "one letter is changed, not two";
  EXPECT_EQ(nearest("bz", {"bz_gse", "bz_gsm"}), "bz_gse") << "the first of equals";
  EXPECT_EQ(nearest("", {"speed", "bz"}), "bz") << "the fewest letters are added";
  EXPECT_EQ(nearest("kitten", {"sitting", "mitten"}), "mitten");
}

TEST(Nearest, OfALongWordOnlyTheBeginningCounts) {
  const std::string end(1 << 22, 'x');
  const std::string begin = "storm" + std::string(95, '-');
  EXPECT_EQ(nearest(begin + end, {"quiet", begin + "z", end.substr(0, 150)}), begin + "z");
}

}  // namespace
}  // namespace symh
