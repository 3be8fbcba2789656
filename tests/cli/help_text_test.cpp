#include "cli/help_text.h"

#include <gtest/gtest.h>

#include <memory>

namespace symh::cli {
namespace {

TEST(HelpText, WrapsParagraphsAndKeepsExamplesAndHeadings) {
  EXPECT_EQ(wrapped_paragraphs("One two\nthree four.\nExamples:\n  symh one two three\nFive six\n", 10),
            "One two\nthree\nfour.\nExamples:\n  symh one two three\nFive six\n");
  EXPECT_EQ(wrapped_paragraphs("One\ntwo\n\nthree", 20), "One two\n\nthree\n");
  EXPECT_EQ(wrapped_paragraphs("It names these commands:\nfour", 20), "It names these\ncommands:\nfour\n");
}

TEST(HelpText, WrapsTheTextOfOptionsBesideTheirNames) {
  CLI::App app("what it does", "symh");
  app.formatter(std::make_shared<HelpText>());
  auto* command = app.add_subcommand("train", "train");
  command->add_option("--long-name", "a text that goes on for longer than the rest of a line of eighty");
  EXPECT_NE(
      command->help().find("  --long-name                 a text that goes on for longer than the rest of\n"
                           "                              a line of eighty\n"),
      std::string::npos)
      << command->help();
}

}  // namespace
}  // namespace symh::cli
