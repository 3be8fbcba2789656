#include "centre/record/forecast_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <random>

#include "centre/record/alert_messages.h"
#include "core/error.h"
#include "core/file.h"
#include "temporary_folder.h"
#include "verification/verify.h"

namespace symh {
namespace {

using testing::HasSubstr;

const Time start = make_time(2003, 11, 20);

/// The forecasts of the issue time `step` * 5 min after start, 1 h and 2 h ahead.
std::vector<LoggedForecast> issue(int step, double value_nt = -50) {
  const Time at = start + Minutes{5 * step};
  return {{at, Minutes{60}, "a", value_nt, value_nt - 10, value_nt + 10, -40, at + Minutes{3}},
          {at, Minutes{120}, "a", value_nt, value_nt - 20, value_nt + 20, -40, at + Minutes{3}}};
}

Series observed(const std::vector<float>& values, Status status) {
  Series series;
  series.cadence = Minutes{5};
  series.segments = {{start, 0, values.size()}};
  series.status.assign(values.size(), status);
  series.add("sym_h").values = values;
  return series;
}

class ForecastLogTest : public testing::Test {
 protected:
  std::filesystem::path file() const { return folder_.path() / "state" / "log.sqlite"; }
  TemporaryFolder folder_;
};

TEST_F(ForecastLogTest, KeepsEachForecastOnceAndAsItWasIssued) {
  ForecastLog log(file());
  EXPECT_EQ(log.add(issue(0, -50)), 2U);
  EXPECT_EQ(log.add(issue(0, -99)), 0U) << "a forecast is not changed afterwards";
  EXPECT_EQ(log.add(issue(1)), 2U);
  const auto kept = ForecastLog(file()).forecasts(start, start + Minutes{60});
  ASSERT_EQ(kept.size(), 4U);
  EXPECT_EQ(kept[1].lead_time, Minutes{120});
  EXPECT_EQ(kept[1].forecast_nt, -50);
  EXPECT_EQ(kept[1].q05_nt, -70);
  EXPECT_EQ(kept[1].issued_at, start + Minutes{3});
}

TEST_F(ForecastLogTest, AForecastThatIsNoNumberIsRefusedNotPassedOver) {
  ForecastLog log(file());
  EXPECT_THROW(log.add(issue(0, std::nan("")), PublishedForecast{start, "{}", ""}), RunError);
  EXPECT_EQ(log.forecasts(start, start).size(), 0U);
  EXPECT_FALSE(log.published());
}

TEST_F(ForecastLogTest, TheOutcomeOfARunCanBeAmended) {
  ForecastLog log(file());
  log.add({start, 0, ""});
  const auto key = log.add({start + Minutes{5}, 1, "alerts: not delivered"});
  log.amend(key, {start + Minutes{5}, 0, ""});
  log.amend(key, {start + Minutes{5}, 3, "page: disk full"});
  const auto runs = log.runs(start, start + Minutes{5});
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs[0].exit_code, 0);
  EXPECT_EQ(runs[1].exit_code, 3);
  EXPECT_EQ(runs[1].note, "page: disk full");
}

TEST_F(ForecastLogTest, HasTheRightsThatTheUmaskLeavesAndSoHaveItsJournals) {
  for (const mode_t mask : {0027U, 0077U, 0002U}) {
    const TemporaryFolder folder;
    const auto before = ::umask(mask);
    const ForecastLog log(folder.path() / "forecasts.sqlite");
    ::umask(before);
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
      struct stat found {};
      ASSERT_EQ(::stat(entry.path().c_str(), &found), 0);
      EXPECT_EQ(found.st_mode & 0777U, 0666U & ~mask) << entry.path();
    }
  }
}

TEST_F(ForecastLogTest, KeepsThatThereWasNoValueToPersist) {
  ForecastLog log(file());
  auto forecasts = issue(0);
  for (auto& forecast : forecasts) forecast.persistence_nt = std::nan("");
  EXPECT_EQ(log.add(forecasts), 2U);
  EXPECT_TRUE(std::isnan(ForecastLog(file()).forecasts(start, start).front().persistence_nt)) << "not 0 nT";
}

TEST_F(ForecastLogTest, KeepsHowTheNewestForecastIsPublished) {
  ForecastLog log(file());
  EXPECT_FALSE(log.published());
  EXPECT_FALSE(log.newest_issue_time());
  log.add(issue(0, -50), PublishedForecast{start, "{1}", "csv 1"});
  log.add(issue(0, -99), PublishedForecast{start, "{2}", "csv 2"});
  EXPECT_EQ(log.published()->json, "{1}") << "issued already: what is published stays as well";
  log.add(issue(1), PublishedForecast{start + Minutes{5}, "{3}", "csv 3"});
  EXPECT_EQ(log.published()->csv, "csv 3");
  EXPECT_EQ(log.published()->issue_time, start + Minutes{5});
  EXPECT_EQ(log.newest_issue_time(), start + Minutes{5});
}

TEST_F(ForecastLogTest, BetterDataReplaceWorseNeverTheReverse) {
  ForecastLog log(file());
  auto changes = log.observe(observed({-1, -2, missing}, Status::quick_look), "sym_h");
  EXPECT_EQ(changes.added, 2U);
  changes = log.observe(observed({-1, -2.5F, -3}, Status::definitive), "sym_h");
  EXPECT_EQ(changes.replaced, 2U);
  EXPECT_EQ(changes.added, 1U);
  changes = log.observe(observed({-9, -9, -9}, Status::provisional), "sym_h");
  EXPECT_EQ(changes.added + changes.replaced, 0U);
  const auto kept = log.observations(start, start + Minutes{10});
  ASSERT_EQ(kept.size(), 3U);
  EXPECT_EQ(kept[1].second, -2.5F);
}

TEST_F(ForecastLogTest, TheSameObservationsAgainChangeNothing) {
  ForecastLog log(file());
  log.observe(observed({-1, -2}, Status::unknown), "sym_h");
  const auto changes = log.observe(observed({-1, -2.25F}, Status::unknown), "sym_h");
  EXPECT_EQ(changes.replaced, 1U) << "the later value of the same status counts";
}

TEST_F(ForecastLogTest, JoinsObservationsAtTheValidTimeAsTheyCome) {
  ForecastLog log(file());
  log.add(issue(0, -50));
  EXPECT_TRUE(std::isnan(log.joined(start, start).leads.at(0).observed_nt.at(0)));
  std::vector<float> values(25, 0.F);
  values[12] = -55;
  values[24] = -65;
  log.observe(observed(values, Status::quick_look), "sym_h");
  const auto table = log.joined(start, start);
  ASSERT_EQ(table.leads.size(), 2U);
  EXPECT_EQ(table.leads[0].observed_nt.at(0), -55);
  EXPECT_EQ(table.leads[1].observed_nt.at(0), -65);
  EXPECT_EQ(table.leads[1].q95_nt.at(0), -30);
  EXPECT_EQ(verify(table).leads[0].model.at("rmse"), 5);
}

TEST_F(ForecastLogTest, RemembersRuns) {
  ForecastLog log(file());
  log.add({start, 0, ""});
  log.add({start + Minutes{5}, 1, "fetch: no answer"});
  const auto runs = log.runs(start + Minutes{1}, start + Minutes{9});
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].exit_code, 1);
  EXPECT_EQ(runs[0].note, "fetch: no answer");
}

TEST_F(ForecastLogTest, RefusesWhatIsNoLogOrOfANewerSymh) {
  write_file_atomically(folder_.path() / "poem", std::string(2000, 'x'));
  EXPECT_THROW(ForecastLog(folder_.path() / "poem"), RunError);
  { ForecastLog(file()).database().execute("PRAGMA user_version = 99"); }
  try {
    ForecastLog log(file());
    FAIL();
  } catch (const RunError& error) {
    EXPECT_THAT(error.what(), HasSubstr("newer symh"));
  }
}

TEST_F(ForecastLogTest, OfVersionOneGainsTheAgeOfTheData) {
  {
    const Database old(file());
    old.execute(
        "CREATE TABLE forecasts (issue_time INTEGER NOT NULL, lead_minutes INTEGER NOT NULL, model TEXT NOT "
        "NULL, forecast_nt REAL NOT NULL, q05_nt REAL, q95_nt REAL, persistence_nt REAL, issued_at INTEGER "
        "NOT NULL, PRIMARY KEY (issue_time, lead_minutes)) WITHOUT ROWID;"
        "INSERT INTO forecasts VALUES (100, 60, 'a', -50, NULL, NULL, -40, 103); PRAGMA user_version = 1;");
  }
  auto newer = issue(0);
  newer[0].last_observed = start - Minutes{30};
  ForecastLog(file()).add(newer);
  const ForecastLog log(file());
  EXPECT_EQ(log.forecasts(Time{}, start - Minutes{1}).at(0).last_observed, Time{Minutes{100}});
  EXPECT_EQ(log.forecasts(start, start).at(0).last_observed, start - Minutes{30});
  EXPECT_FALSE(log.forecasts(Time{}, start - Minutes{1}).at(0).drive_mv_m) << "nobody kept it";
}

TEST_F(ForecastLogTest, OfVersionThreeGainsTheDriveOfTheSolarWind) {
  {
    ForecastLog made(file());
    made.add(issue(0));
    made.database().execute("ALTER TABLE forecasts DROP COLUMN drive_mv_m; PRAGMA user_version = 3;");
  }
  auto newer = issue(1);
  for (auto& forecast : newer) forecast.drive_mv_m = 4.5;
  EXPECT_EQ(ForecastLog(file()).add(newer), 2U);
  const auto kept = ForecastLog(file()).forecasts(start, start + Minutes{5});
  ASSERT_EQ(kept.size(), 4U);
  EXPECT_FALSE(kept[0].drive_mv_m);
  EXPECT_EQ(kept[3].drive_mv_m, 4.5);
}

TEST_F(ForecastLogTest, OfVersionTwoKeepsTheAlertsThatAreInForce) {
  {
    ForecastLog made(file());
    made.database().execute(
        "ALTER TABLE forecasts DROP COLUMN drive_mv_m; DROP TABLE alert_messages; DROP TABLE alert_rules; "
        "CREATE TABLE alerts (name TEXT PRIMARY KEY, "
        "raised "
        "INTEGER NOT NULL, delivered INTEGER NOT NULL, issue_time INTEGER NOT NULL) WITHOUT ROWID;"
        "INSERT INTO alerts VALUES ('-50.0', 1, 1, 1000), ('-100.0', 1, 0, 1000), ('-250.0', 0, 0, 1000);"
        "PRAGMA user_version = 2;");
  }
  const ForecastLog log(file());
  EXPECT_FALSE(newest_message(log.database(), "min <= -250"));
  const auto told = newest_message(log.database(), "min <= -50").value();
  EXPECT_EQ(told.alert, told.serial);
  EXPECT_EQ(told.delivery, Delivery::delivered) << "nobody hears of the same storm again";
  EXPECT_EQ(told.issue_time, Time{Minutes{1000}});
  EXPECT_EQ(newest_message(log.database(), "min <= -100").value().delivery, Delivery::waiting);
  EXPECT_EQ(ForecastLog(file()).newest_issue_time(), log.newest_issue_time()) << "it opens again";
}

/// Issues one forecast after the other, and says each step that is done through `pipe`.
[[noreturn]] void issue_until_killed(const std::filesystem::path& file, int first, int pipe) {
  ForecastLog log(file);
  for (int step = first;; ++step) {
    log.add(issue(step));
    if (write(pipe, &step, sizeof step) != sizeof step) _exit(1);
  }
}

TEST_F(ForecastLogTest, LosesNothingAndDoublesNothingWhenKilledAtAnyMoment) {
  std::mt19937 generator(1);
  std::uniform_int_distribution<int> microseconds(0, 20000);
  int done = -1;
  for (int kill_number = 0; kill_number < 200; ++kill_number) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) issue_until_killed(file(), done + 1, ends[1]);
    close(ends[1]);
    // Every other child is killed while it opens the log, where the machine is slow; the others get
    // somewhere.
    if (int step = 0; kill_number % 2 == 1 && read(ends[0], &step, sizeof step) == sizeof step) done = step;
    usleep(static_cast<useconds_t>(microseconds(generator)));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    for (int step = 0; read(ends[0], &step, sizeof step) == sizeof step;) done = step;
    close(ends[0]);
  }
  ASSERT_GT(done, 10) << "the children got somewhere";
  ForecastLog log(file());
  auto check = log.database().prepare("PRAGMA integrity_check");
  ASSERT_TRUE(check.step());
  EXPECT_EQ(check.text(0), "ok");
  const auto kept = log.forecasts(start, start + Minutes{5} * (done + 1));
  // What was said to be done is there; at most the one step that was not said yet may be there too, whole.
  ASSERT_GE(kept.size(), 2U * static_cast<std::size_t>(done + 1));
  EXPECT_EQ(kept.size() % 2, 0U);
  for (std::size_t i = 0; i < kept.size(); ++i)
    EXPECT_EQ(kept[i].issue_time, start + Minutes{5 * static_cast<int>(i / 2)});
}

}  // namespace
}  // namespace symh
