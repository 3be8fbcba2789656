#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "centre/record/forecast_log.h"
#include "cli/binary.h"
#include "cli/commands.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::HasSubstr;
using testing::Not;

/// The libraries that a command loads, as the dynamic linker tells.
std::string libraries_of(const std::filesystem::path& folder, const std::string& arguments) {
  return shell_in(folder, "LD_DEBUG=files '" SYMH_BINARY "' " + arguments).err;
}

TEST(Start, CommandsThatNeedNoNetworkLoadNoLibTorch) {
  const TemporaryFolder folder;
  write_file_atomically(folder.path() / "centre.toml", "state = \"state\"\n[fetch]\nsources = [\"kyoto\"]\n");
  ForecastLog(folder.path() / "state/forecasts.sqlite");
  for (const auto* arguments : {"--help", "--help-all", "simulate --output data --days 2 -q", "inspect data",
                                "convert --data data --output data.nc -q", "models", "models --json",
                                "verify --config centre.toml"}) {
    const auto outcome =
        shell_in(folder.path(), "LD_DEBUG=files '" SYMH_BINARY "' " + std::string(arguments));
    EXPECT_EQ(outcome.code, 0) << arguments;
    EXPECT_THAT(outcome.err, HasSubstr("libc.so")) << arguments;
    EXPECT_THAT(outcome.err, Not(HasSubstr("libtorch"))) << arguments;
  }
  EXPECT_THAT(libraries_of(folder.path(), "train --print-config"), HasSubstr("libtorch"));
}

TEST(Start, TheHelpOfEveryCommandHasExamplesAndLoadsNoLibTorch) {
  const TemporaryFolder folder;
  for (const auto& row : cli::command_table) {
    const std::string arguments = std::string(row.name) + " --help";
    const auto help = symh_in(folder.path(), arguments);
    EXPECT_EQ(help.code, 0) << arguments;
    EXPECT_THAT(help.out, testing::StartsWith(std::string(row.help))) << arguments;
    EXPECT_THAT(help.out, testing::ContainsRegex("Examples?:\n  ")) << arguments;
    EXPECT_THAT(help.out, HasSubstr("symh " + std::string(row.name) + " ")) << arguments;
    EXPECT_THAT(libraries_of(folder.path(), arguments), Not(HasSubstr("libtorch"))) << arguments;
    EXPECT_EQ(help.out, shell_in(folder.path(), "'" SYMH_BINARY "-models' " + arguments).out)
        << "symh keeps a text that symh-models no longer prints: build both";
    EXPECT_EQ(symh_in(folder.path(), std::string(row.name) + " -h").out, help.out);
  }
}

TEST(Start, EveryHelpFitsATerminalOfEightyColumns) {
  const TemporaryFolder folder;
  std::vector<std::string> calls{"--help", "--help-all"};
  for (const auto& row : cli::command_table) calls.push_back(std::string(row.name) + " --help");
  for (const auto& call : calls) {
    std::istringstream lines(symh_in(folder.path(), call).out);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << call << ":\n" << line;
  }
}

TEST(Start, EveryFileThatAddsACommandHasARow) {
  std::vector<std::string> added, rows;
  const auto folder = std::filesystem::path(SYMH_SOURCE_DIR) / "src/cli/commands";
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (const auto name = entry.path().stem().string();
        entry.path().extension() == ".cpp" &&
        read_file(entry.path()).find("\nvoid add_" + name + "(") != std::string::npos)
      added.push_back(name);
  for (const auto& row : cli::command_table) rows.emplace_back(row.name);
  EXPECT_THAT(added, testing::UnorderedElementsAreArray(rows));
}

TEST(Start, HelpListsEveryCommandWithWhatItDoes) {
  const TemporaryFolder folder;
  const auto front = symh_in(folder.path(), "--help");
  ASSERT_EQ(front.code, 0);
  for (const auto& row : cli::command_table) EXPECT_THAT(front.out, HasSubstr(std::string(row.help)));
  for (const auto* arguments : {" --help", " --help-all"})
    EXPECT_EQ(symh_in(folder.path(), arguments).out,
              shell_in(folder.path(), "'" SYMH_BINARY "-models'" + std::string(arguments)).out);
}

TEST(Start, SaysWhatToDoWhereItsOtherHalfIsMissing) {
  const TemporaryFolder folder;
  std::filesystem::copy_file(SYMH_BINARY, folder.path() / "symh");
  const auto result = shell_in(folder.path(), "./symh train");
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err,
              HasSubstr("symh-models: cannot be started (No such file or directory); install symh again"));
  EXPECT_EQ(shell_in(folder.path(), "./symh --help").code, 0);
}

}  // namespace
}  // namespace symh
