// Damaged and stray files in a cache, and records of another time: a forecast is issued all the same.
#include <gmock/gmock.h>

#include "cli/centre_fixture.h"

namespace symh {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

class StrayData : public CentreTest {
 protected:
  StrayData() {
    text_ = read_file(data_->path() / "data" / "ASY_2001-01-01_2001-01-25_D.dat");
    save("ASY_2001-01.dat", text_);
    save(".lock", "");
  }
  fs::path path(const std::string& name) const { return file("state/cache/kyoto") / name; }
  void save(const std::string& name, const std::string& text) const {
    write_file_atomically(path(name), text);
  }
  void save_strays() const {
    save("README", "Read me");
    save("ASY_2001-02.dat", "\x1f\x8b\x08 and no more");
    save("ASY_2001-03.dat", "");
    save("ASY_2001-04.dat", "rubbish \x01\xff");
    fs::create_symlink("nowhere", path("ASY_2001-05.dat"));
    fs::create_directory(path("ASY_2001-06.dat"));
    save(".ASY_2001-07.dat.part", "cut");
    save(".ASY_2001-01.dat.json", "{\"damaged");
  }
  /// The first record, at midnight of 1 January, stamped in another year.
  std::string record_of(const std::string& year) const {
    const auto at = text_.find("\n2001-01-01 00:00") + 1;
    return year + text_.substr(at + 4, text_.find('\n', at) + 1 - at - 4);
  }
  std::string with_record_of(const std::string& year, bool in_front) const {
    const auto at = in_front ? text_.find("\n2001-01-01 00:00") + 1 : text_.size();
    return text_.substr(0, at) + record_of(year) + text_.substr(at);
  }
  nlohmann::json predicted(const std::string& data, const std::string& more = "") const {
    const auto run = symh("predict --json --data " + data + " " + more);
    EXPECT_EQ(run.code, 0) << run.err;
    auto json = nlohmann::json::parse(run.out);
    for (const auto* key : {"issued_at", "data_age_minutes"}) json.erase(key);
    return json;
  }
  /// A centre whose only source does not answer. What it needs is definitive and in the cache.
  Outcome forecast_from_cache(const std::string& at) const {
    write_file_atomically(file("sources.toml"),
                          "[http]\nattempts = 1\n[kyoto]\naddress = \"http://127.0.0.1:1/\"\n");
    write_file_atomically(file("centre.toml"),
                          "state = \"state\"\n[fetch]\nsources = [\"kyoto\"]\nsettings = "
                          "\"sources.toml\"\n[data]\ntolerant = false\n");
    return forecast(at);
  }
  std::string text_;
};

TEST_F(StrayData, InACacheStopsNoPrediction) {
  const auto clean = predicted("state/cache/kyoto");
  save_strays();
  for (const auto* data : {"state/cache/kyoto", "state/cache", "'state/cache/kyoto/*'"})
    EXPECT_EQ(predicted(data), clean) << data;
  const auto said = symh("predict --data state/cache/kyoto").err;
  for (const auto* name :
       {"README", "ASY_2001-02.dat", "ASY_2001-03.dat", "ASY_2001-04.dat", "ASY_2001-05.dat"})
    EXPECT_THAT(said, HasSubstr(std::string("kyoto/") + name)) << name;
  EXPECT_THAT(said, Not(HasSubstr("ASY_2001-07")));
  fs::remove(path("ASY_2001-01.dat"));
  EXPECT_EQ(symh("predict --data state/cache/kyoto").code, 3) << "no file is good";
  fs::remove(path(".lock"));
  save("ASY_2001-01.dat", text_);
  EXPECT_EQ(symh("predict --data state/cache/kyoto").code, 3) << "a folder of the user's own";
}

TEST_F(StrayData, InACacheStopsNoCentre) {
  save_strays();
  const auto run = forecast_from_cache("2001-01-20T12:00Z");
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.err, HasSubstr("left out: "));
  EXPECT_EQ(product().at("issue_time"), "2001-01-20T12:00:00Z");
}

TEST_F(StrayData, OfAnotherTimeChangesNoPrediction) {
  const auto clean = predicted("state/cache/kyoto");
  save("ASY_2001-01.dat", with_record_of("2199", /*in_front=*/false));
  EXPECT_EQ(predicted("state/cache/kyoto"), clean);
  EXPECT_THAT(symh("predict --data state/cache/kyoto").err,
              HasSubstr("warning: 1 sample is stamped after now ("));
  EXPECT_EQ(predicted("state/cache/kyoto", "--at 2001-01-20T12:00Z").at("issue_time"),
            "2001-01-20T12:00:00Z");
  save("ASY_2001-01.dat", with_record_of("1970", /*in_front=*/true));
  EXPECT_EQ(predicted("state/cache/kyoto"), clean);
}

TEST_F(StrayData, OfTheFutureChangesNoScoreAndNoIndex) {
  ASSERT_EQ(symh("simulate --output sim --days 9 --seed 4 --storms-per-month 8 --stations -q").code, 0);
  const auto index = file("sim/ASY_2001-01-01_2001-01-09_D.dat");
  const auto text = read_file(index);
  for (const std::string command : {"evaluate --model indices --bootstrap 0 --json --data 'sim/*.dat'",
                                    "index --json --stations sim/stations --anchor 'sim/*.dat'"}) {
    write_file_atomically(index, text);
    const auto clean = symh(command);
    ASSERT_EQ(clean.code, 0) << clean.err;
    write_file_atomically(index, text + record_of("2199"));
    const auto stray = symh(command);
    EXPECT_EQ(stray.out, clean.out) << command;
    EXPECT_THAT(stray.err, HasSubstr("warning: 1 sample is stamped after now (")) << command;
  }
}

TEST_F(StrayData, OfAnotherTimeStopsNoCentre) {
  for (const auto* year : {"2199", "1970"}) {
    save("ASY_2001-01.dat", with_record_of(year, std::string(year) == "1970"));
    fs::remove_all(file("state/products"));
    const auto run =
        forecast_from_cache(std::string(year) == "2199" ? "2001-01-20T12:00Z" : "2001-01-20T12:05Z");
    EXPECT_EQ(run.code, 0) << run.err;
    EXPECT_TRUE(fs::exists(file("state/products/forecast.json"))) << year << run.err;
  }
}

TEST_F(StrayData, OfObservatoriesOfAnotherTimeStopsNoEstimate) {
  ASSERT_EQ(symh("simulate --output sim --days 10 --seed 4 --storms-per-month 8 --stations -q").code, 0);
  const auto clean = predicted("'sim/*.dat'", "--stations sim/stations");
  for (const auto& entry : fs::directory_iterator(file("sim/stations"))) {
    auto text = read_file(entry.path());
    const auto at = text.find("\n2001-01-01") + 1;
    ASSERT_NE(at, 0U);
    const auto line = text.substr(at, text.find('\n', at) + 1 - at);
    write_file_atomically(entry.path(), text.substr(0, at) + "1970" + line.substr(4) + text.substr(at) +
                                            "2199" + line.substr(4));
  }
  EXPECT_EQ(predicted("'sim/*.dat'", "--stations sim/stations"), clean);
}

TEST_F(StrayData, WithASecretFileThatOthersReadIsRefusedBeforeAnyWork) {
  write_file_atomically(file("hook"), "https://hooks.example.org/s3cret\n");
  fs::permissions(file("hook"), fs::perms(0644));
  configure("[alerts]\nwebhook_file = \"hook\"\n");
  const auto run = forecast("2001-01-20T12:00Z");
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, HasSubstr("hook: mode 644 lets others use the secret; run: chmod 600 "));
  EXPECT_THAT(run.err, Not(HasSubstr("s3cret")));
  EXPECT_EQ(symh("verify --config centre.toml --since 2001-01-01").code == 2, false) << "it needs no secret";
}

}  // namespace
}  // namespace symh
