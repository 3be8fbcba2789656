#include "core/printable.h"

#include <gtest/gtest.h>

namespace symh {
namespace {

TEST(Printable, LeavesPlainTextAndOtherAlphabetsAlone) {
  for (const std::string text :
       {"", "SYM-H -50 nT\n", "5\u00a0% \u2013 \u03b2 \u5730\u78c1 \U0001f30d", "C:\\u001b"})
    EXPECT_EQ(printable(text), text);
}

TEST(Printable, EscapesWhatATerminalObeys) {
  EXPECT_EQ(printable("a\x1b[31mb"), "a\\u001b[31mb");
  EXPECT_EQ(printable(std::string("a\0b", 3)), "a\\u0000b");
  EXPECT_EQ(printable("\a\b\t\r\x7f"), "\\u0007\\u0008\\u0009\\u000d\\u007f");
  EXPECT_EQ(printable("\u009b31m"), "\\u009b31m") << "C1: a terminal takes it for ESC [";
}

TEST(Printable, EscapesWhatTurnsTheTextAround) {
  EXPECT_EQ(printable("\u202a\u202e \u2066\u2069"), "\\u202a\\u202e \\u2066\\u2069");
  EXPECT_EQ(printable("\u2029\u202f\u2065"), "\u2029\u202f\u2065");
}

TEST(Printable, KeepsLineBreaksOnlyIfAsked) {
  EXPECT_EQ(printable("a\nb"), "a\nb");
  EXPECT_EQ(printable("a\nb", Newlines::escaped), "a\\u000ab");
}

TEST(Printable, ShowsBytesThatAreNotUtf8) {
  EXPECT_EQ(printable("a\xff\xfe"), "a\\xff\\xfe");
  EXPECT_EQ(printable("\x9b"), "\\x9b") << "C1 of an older encoding";
  EXPECT_EQ(printable("\xc0\x9b"), "\\xc0\\x9b") << "overlong";
  EXPECT_EQ(printable("\xe0\x82\x9b"), "\\xe0\\x82\\x9b") << "overlong";
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80") << "half of a surrogate pair";
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80") << "beyond Unicode";
  EXPECT_EQ(printable("\xe2\x82"), "\\xe2\\x82") << "cut";
}

TEST(Printable, ChangesNothingTheSecondTime) {
  const auto once = printable("\x1b\xff\u202e\n");
  EXPECT_EQ(printable(once), once);
}

}  // namespace
}  // namespace symh
