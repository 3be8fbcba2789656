#include "cli/two_programs.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace symh::cli {
namespace {

/// The words behind the program's name.
class Words {
 public:
  Words(std::initializer_list<const char*> words) : words_{"symh"} {
    words_.insert(words_.end(), words.begin(), words.end());
  }
  std::string_view help() const {
    KeptHelp kept;
    for (std::size_t i = 0; i < command_table.size(); ++i)
      if (command_table[i].program == Program::models) kept[i] = command_table[i].name;
    kept.back() = "all";
    return help_asked_for(static_cast<int>(words_.size()), words_.data(), kept);
  }
  bool need_models() const { return needs_models_program(static_cast<int>(words_.size()), words_.data()); }

 private:
  std::vector<const char*> words_;
};

TEST(TwoPrograms, SymhShowsTheKeptHelpOfCommandsThatItDoesNotHold) {
  EXPECT_EQ(Words({"train", "--help"}).help(), "train");
  EXPECT_EQ(Words({"predict", "--data", "x", "-h"}).help(), "predict");
  EXPECT_EQ(Words({"--help-all"}).help(), "all");
  EXPECT_EQ(Words({"inspect", "--help"}).help(), "") << "symh holds this command";
  EXPECT_EQ(Words({"--help"}).help(), "") << "the table lists every command";
  EXPECT_EQ(Words({"train", "--config", "x"}).help(), "");
  EXPECT_EQ(Words({"trian", "--help"}).help(), "") << "no such command: symh names the nearest";
  EXPECT_EQ(Words({}).help(), "");
}

TEST(TwoPrograms, SymhStartsTheOtherForItsCommandsAndTheVersionOfLibTorch) {
  for (const auto& row : command_table)
    EXPECT_EQ(Words({row.name.data()}).need_models(), row.program == Program::models) << row.name;
  EXPECT_TRUE(Words({"--version"}).need_models());
  EXPECT_TRUE(Words({"train", "--version"}).need_models());
  EXPECT_FALSE(Words({"inspect", "--version"}).need_models());
  EXPECT_FALSE(Words({"trian"}).need_models());
  EXPECT_FALSE(Words({}).need_models());
}

TEST(TwoPrograms, WaitingThreadsSleepUnlessTheUserWantsThemToSpin) {
  const auto* before = std::getenv("OMP_WAIT_POLICY");
  const std::string kept = before == nullptr ? "" : before;
  ::unsetenv("OMP_WAIT_POLICY");
  prepare_environment();
  EXPECT_STREQ(std::getenv("OMP_WAIT_POLICY"), "passive");
  ::setenv("OMP_WAIT_POLICY", "active", 1);
  prepare_environment();
  EXPECT_STREQ(std::getenv("OMP_WAIT_POLICY"), "active");
  before == nullptr ? ::unsetenv("OMP_WAIT_POLICY") : ::setenv("OMP_WAIT_POLICY", kept.c_str(), 1);
}

}  // namespace
}  // namespace symh::cli
