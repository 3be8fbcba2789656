#include "centre/record/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "core/error.h"
#include "core/file.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class CentreConfigTest : public testing::Test {
 protected:
  std::string file() const { return (folder_.path() / "centre.toml").string(); }
  CentreConfig read(const std::string& text) const {
    write_file_atomically(file(), text);
    return read_centre_config(file());
  }
  std::string error_of(const std::string& text) const {
    try {
      read(text);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "no error";
  }
  TemporaryFolder folder_;
};

TEST_F(CentreConfigTest, TheOneThatComesWithSymhIsValid) {
  const auto config = read_centre_config(std::string(SYMH_SOURCE_DIR) + "/configs/operational.toml");
  EXPECT_THAT(config.fetch.sources, ElementsAre("kyoto", "swpc"));
  EXPECT_THAT(config.alerts.thresholds_nt, ElementsAre(-50, -100, -250));
  EXPECT_EQ(config.data.max_wind_age, Minutes{180});
  EXPECT_EQ(config.data.max_index_age, Minutes{0}) << "no limit";
  EXPECT_EQ(config.state, "") << "the user's own, not the folder of the file";
}

TEST_F(CentreConfigTest, RelativePathsAreSeenFromTheFile) {
  const auto config = read("state = \"state\"\n[data]\npaths = [\"in\", \"/abs\"]\n");
  EXPECT_EQ(config.state, (folder_.path() / "state").string());
  EXPECT_THAT(config.data.paths, ElementsAre((folder_.path() / "in").string(), "/abs"));
}

TEST_F(CentreConfigTest, AModelIsARunFolderOrTheNameOfABundledOne) {
  const std::string data = "[data]\npaths = [\"in\"]\n";
  EXPECT_EQ(read(data + "[model]\nrun = \"late\"\n").model.run, "late");
  EXPECT_EQ(read(data + "[model]\nrun = \"runs/late\"\n").model.run, (folder_.path() / "runs/late").string());
  std::filesystem::create_directory(folder_.path() / "mine");
  EXPECT_EQ(read(data + "[model]\nfallback = \"mine\"\n").model.fallback, (folder_.path() / "mine").string());
}

TEST_F(CentreConfigTest, TheTimeOfARunFollowsFromThatOfItsParts) {
  const auto limit_of = [&](const std::string& keys) {
    return time_limit(read("[data]\npaths = [\"in\"]\n" + keys)).count();
  };
  EXPECT_EQ(limit_of(""), 60 + 3 * 2 * 20 + 120) << "sources, alerts, the rest";
  EXPECT_EQ(limit_of("[fetch]\nbudget = \"1m30s\"\n"), 330);
  EXPECT_EQ(limit_of("[alerts]\nthresholds_nt = [-100.0]\ntimeout_seconds = 5\n"), 190);
  EXPECT_EQ(limit_of("[alerts]\nrules = [\"min <= -70 within 1h\"]\n"), 60 + 4 * 2 * 20 + 120);
}

/// The number in both is that of the configuration that comes with symh.
TEST_F(CentreConfigTest, TheServiceUnitAndTheLineOfCronHaveTheTimeOfARun) {
  const auto root = std::string(SYMH_SOURCE_DIR);
  const auto limit = time_limit(read_centre_config(root + "/configs/operational.toml")).count();
  EXPECT_THAT(read_file(root + "/scripts/operate/symh-forecast.service"),
              HasSubstr("\nTimeoutStartSec=" + std::to_string(limit) + "\n"));
  EXPECT_THAT(read_file(root + "/scripts/operate/crontab"),
              HasSubstr("\nLIMIT_SECONDS=" + std::to_string(limit) + "\n"));
}

TEST_F(CentreConfigTest, AlertRulesAreTheThresholdsAndThoseOfTheirOwn) {
  const auto config = read(
      "[data]\npaths = [\"in\"]\n[alerts]\nthresholds_nt = [-50.0]\nhysteresis_nt = 10.0\n"
      "rules = [\"P(min <= -100 within 3 h) >= 50 %\"]\nhysteresis_share = 0.25\nextend_before = \"1h\"\n");
  const auto rules = alert_rules(config.alerts);
  ASSERT_EQ(rules.size(), 2U);
  EXPECT_EQ(to_text(rules[0]), "min <= -50");
  EXPECT_EQ(to_text(rules[1]), "P(min <= -100 within 3h) >= 0.5");
  for (const auto& rule : rules) {
    EXPECT_EQ(rule.hysteresis_nt, 10);
    EXPECT_EQ(rule.hysteresis_share, 0.25);
  }
  EXPECT_EQ(config.alerts.extend_before, Minutes{60});
}

TEST_F(CentreConfigTest, ARuleThatCannotBeReadOrStandsTwiceIsRefused) {
  const std::string data = "[data]\npaths = [\"in\"]\n[alerts]\n";
  EXPECT_THAT(error_of(data + "rules = [\"min < -100\"]\n"),
              HasSubstr("centre.toml: alerts.rules: the rule 'min < -100': found '< -100' at character 5"));
  EXPECT_THAT(error_of(data + "rules = [\"min <= -50\"]\n"),
              HasSubstr("alerts.rules: the rule 'min <= -50' stands twice"));
}

TEST_F(CentreConfigTest, ABudgetThatIsNoTimeIsRefused) {
  for (const auto* wrong : {"60", "0s", "1h", "soon", "-5s", "2h5", "99999999999999999999s", "61m", ""})
    EXPECT_THAT(error_of("[fetch]\nsources = [\"kyoto\"]\nbudget = \"" + std::string(wrong) + "\"\n"),
                HasSubstr("expected a time of at most an hour such as 60s"))
        << wrong;
}

TEST_F(CentreConfigTest, ASecretWebhookStandsInAFileOfItsOwn) {
  write_file_atomically(folder_.path() / "webhook", "https://hooks.example.org/T0/s3cret\n");
  ::chmod((folder_.path() / "webhook").c_str(), 0600);
  auto config = read("[alerts]\nwebhook_file = \"webhook\"\n[data]\npaths = [\"in\"]\n");
  EXPECT_EQ(config.alerts.webhook, "") << "symh verify needs no secret";
  read_webhook(config.alerts);
  EXPECT_EQ(config.alerts.webhook, "https://hooks.example.org/T0/s3cret");
  ::chmod((folder_.path() / "webhook").c_str(), 0644);
  EXPECT_THROW(read_webhook(config.alerts), UsageError);
  EXPECT_THAT(error_of("[alerts]\nwebhook = \"http://h\"\nwebhook_file = \"f\"\n[data]\npaths = [\"in\"]\n"),
              HasSubstr("are both given; keep one"));
}

TEST_F(CentreConfigTest, NoErrorShowsTheAddressOfAWebhook) {
  const auto error = error_of("[alerts]\nwebhook = [\"https://u:s3cret@hooks.example.org/T0/s3cret\"]\n");
  EXPECT_THAT(error, HasSubstr("https://***@hooks.example.org/***"));
  EXPECT_THAT(error, testing::Not(HasSubstr("s3cret")));
}

TEST_F(CentreConfigTest, FaultsAreNamedWithTheirPlace) {
  EXPECT_THAT(error_of("[fetch]\nsource = []\n"), HasSubstr("centre.toml:2:"));
  EXPECT_THAT(error_of("[fetch]\nsource = []\n"), HasSubstr("fetch.sources"));
  EXPECT_THAT(error_of("[products]\nkeep_days = 0\n"), HasSubstr("expected a value from 1"));
  EXPECT_THAT(error_of("[fetch]\nsources = []\n"), HasSubstr("nothing to forecast from"));
}

}  // namespace
}  // namespace symh
