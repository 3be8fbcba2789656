#include "formats/text/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace symh {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Words, AreSplitAtBlanksAndTabs) {
  EXPECT_THAT(words_of("  2024\t 131  -7.5 "), ElementsAre("2024", "131", "-7.5"));
  EXPECT_THAT(words_of(" \t "), IsEmpty());
  EXPECT_THAT(words_of(""), IsEmpty());
}

TEST(Words, ThatDoNotFitAreCounted) {
  std::array<std::string_view, 2> words;
  EXPECT_EQ(split_words("a b c d", words), 4U);
  EXPECT_THAT(words, ElementsAre("a", "b"));
}

}  // namespace
}  // namespace symh
