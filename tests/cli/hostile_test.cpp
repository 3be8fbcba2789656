#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>

#include "cli/binary.h"
#include "core/time.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

/// The real binary on data and in folders that mean it ill.
class HostileCli : public testing::Test {
 protected:
  Outcome symh(const std::string& arguments) const { return symh_in(folder_.path(), arguments); }
  Outcome shell(const std::string& line) const { return shell_in(folder_.path(), line); }
  fs::path path(const std::string& name) const { return folder_.path() / name; }
  TemporaryFolder folder_;
};

/// Three minutes a day.
std::string sparse_csv(int days) {
  std::string text = "time,sym_h\n";
  for (int day = 0; day < days; ++day)
    for (int minute = 0; minute < 3; ++minute)
      text += format_time(make_time(1970, 1, 1, 0, minute) + Minutes{1440} * day) + ",-9\n";
  return text;
}

TEST_F(HostileCli, TheMemoryBudgetComesFromTheFlagOrTheEnvironment) {
  write_file_atomically(path("a.csv"), sparse_csv(3000));
  EXPECT_EQ(symh("inspect a.csv -q").code, 0);
  const auto small = symh("inspect a.csv --max-memory 16MiB");
  EXPECT_EQ(small.code, 3);
  EXPECT_THAT(small.err, AllOf(HasSubstr("symh: a.csv: reading needs at least"),
                               HasSubstr("but 16.0 MiB are allowed"), HasSubstr("--max-memory")));
  EXPECT_EQ(std::ranges::count(small.err, '\n'), 1) << small.err;
  EXPECT_EQ(shell("SYMH_MAX_MEMORY=16MiB '" SYMH_BINARY "' inspect a.csv").code, 3);
  EXPECT_EQ(shell("SYMH_MAX_MEMORY=16MiB '" SYMH_BINARY "' inspect a.csv --max-memory 1GiB").code, 0);
}

TEST_F(HostileCli, ABudgetThatIsNoneIsRefused) {
  const auto flag = symh("inspect a.csv --max-memory lots");
  EXPECT_EQ(flag.code, 2);
  EXPECT_THAT(flag.err, HasSubstr("--max-memory 'lots': expected a number and a unit, such as 512MiB"));
  const auto variable = shell("SYMH_MAX_MEMORY=16 '" SYMH_BINARY "' models");
  EXPECT_EQ(variable.code, 2);
  EXPECT_THAT(variable.err, HasSubstr("SYMH_MAX_MEMORY '16': expected"));
}

TEST_F(HostileCli, AConfigurationThatIsNoPlainFileEndsEachCommandWithOneLine) {
  ASSERT_EQ(shell("mkfifo pipe && chmod 600 pipe").code, 0);
  write_file_atomically(path("settings.toml"),
                        "state = \"state\"\n[fetch]\nsources = [\"kyoto\"]\nsettings = \"/dev/zero\"\n");
  write_file_atomically(path("webhook.toml"),
                        "state = \"state\"\n[data]\npaths = [\"a.csv\"]\n[alerts]\nthresholds_nt = "
                        "[-50]\nwebhook_file = \"pipe\"\n");
  for (const auto* arguments :
       {"train --config /dev/zero --output run", "train --config pipe --output run",
        "tune --config pipe --output run", "backtest --config /dev/zero --from 2020-01-01 --output run",
        "forecast --config /dev/zero", "forecast --config pipe", "forecast --config settings.toml",
        "forecast --config webhook.toml", "verify --config pipe", "fetch kyoto --sources /dev/zero",
        "fetch kyoto --sources pipe", "fetch isgi --token-file pipe --from 2026-08-08"}) {
    const auto run = shell(fmt::format("timeout 60 '{}' {}", SYMH_BINARY, arguments));
    EXPECT_EQ(run.code, 2) << arguments << "\n" << run.err;
    EXPECT_THAT(run.err,
                testing::ContainsRegex("(pipe|/dev/zero): (found a (pipe|device)|is no regular file)"))
        << arguments;
    // The run of a centre goes on after a step that failed, and says that there are no data either.
    const bool goes_on = std::string_view(arguments).ends_with("settings.toml");
    EXPECT_EQ(std::ranges::count(run.err, '\n'), goes_on ? 2 : 1) << run.err;
  }
}

TEST_F(HostileCli, ConvertWritesThroughNoLinkAndLeavesNothingBesideItsOutput) {
  ASSERT_EQ(symh("simulate --output data --days 2 -q").code, 0);
  write_file_atomically(path("precious"), "keep me");
  fs::create_directory(path("out"));
  // The shell becomes symh, so that the number of its process is known: earlier versions wrote to
  // a.nc.PID.tmp.
  ASSERT_EQ(
      shell(
          "ln -s \"$PWD/precious\" out/a.nc.$$.tmp && ln -s \"$PWD/precious\" out/a.nc && exec '" SYMH_BINARY
          "' convert --data 'data/*.dat' --output out/a.nc -q")
          .code,
      0);
  EXPECT_EQ(read_file(path("precious")), "keep me");
  EXPECT_EQ(symh("inspect out/a.nc -q").code, 0);
  EXPECT_FALSE(fs::is_symlink(path("out/a.nc")));
  EXPECT_EQ(std::distance(fs::directory_iterator(path("out")), fs::directory_iterator()), 2);
}

TEST_F(HostileCli, AConvertThatFailsLeavesTheOldFileAndNoPart) {
  ASSERT_EQ(symh("simulate --output data --days 200 -q").code, 0);
  write_file_atomically(path("out/a.nc"), "old");
  const auto full = shell("ulimit -f 1000; trap '' XFSZ; '" SYMH_BINARY
                          "' convert --data 'data/*.dat' --output out/a.nc --no-cache -q");
  EXPECT_EQ(full.code, 1) << full.err;
  EXPECT_EQ(read_file(path("out/a.nc")), "old");
  EXPECT_EQ(std::distance(fs::directory_iterator(path("out")), fs::directory_iterator()), 1);
}

TEST_F(HostileCli, VerifyFollowsNoLinkToAnotherDatabase) {
  write_file_atomically(path("centre.toml"), "state = \"state\"\n[data]\npaths = [\"data\"]\n");
  fs::create_directory(path("state"));
  write_file_atomically(path("precious"), "");
  fs::create_symlink(path("precious"), path("state/forecasts.sqlite"));
  const auto verified = symh("verify --config centre.toml");
  EXPECT_EQ(verified.code, 1);
  EXPECT_THAT(verified.err, HasSubstr("forecasts.sqlite: is a symbolic link"));
  EXPECT_EQ(read_file(path("precious")), "");
}

TEST_F(HostileCli, RootFollowsNoLinkInTheFolderOfAnotherForALog) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root";
  write_file_atomically(path("precious"), "keep me");
  ASSERT_EQ(shell("mkdir state && ln -s \"$PWD/precious\" state/log && chown -R 65534 state").code, 0);
  const auto logged = symh("models --log-file state/log");
  EXPECT_EQ(logged.code, 1);
  EXPECT_THAT(logged.err, HasSubstr("state/log: is a symbolic link"));
  EXPECT_EQ(read_file(path("precious")), "keep me");
  EXPECT_EQ(symh("models --log-file state/log2").code, 0);
  EXPECT_TRUE(fs::exists(path("state/log2")));
}

}  // namespace
}  // namespace symh
