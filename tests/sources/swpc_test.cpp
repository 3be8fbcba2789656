#include <nlohmann/json.hpp>

#include "formats/minute_means.h"
#include "formats/text/swpc_feed.h"
#include "sources/fixture.h"

namespace symh {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

json mag(const std::string& time, json bz, bool active = true) {
  return {{"time_tag", time}, {"active", active},  {"source", "SOLAR1"}, {"bt", 6},
          {"bx_gsm", "1.5"},  {"by_gsm", nullptr}, {"bz_gsm", bz}};
}

json wind(const std::string& time, json speed, bool active = true) {
  return {{"time_tag", time},      {"active", active},    {"source", "ACE"},
          {"proton_speed", speed}, {"proton_density", 5}, {"proton_temperature", 1e5}};
}

SwpcReading read(const json& feed) { return read_swpc(feed.dump(), "feed"); }

std::string error_of(const json& feed) {
  try {
    read(feed);
  } catch (const DataError& error) {
    return error.what();
  }
  return "no error";
}

TEST(SwpcFeed, ChoosesActiveRecordsByTimeAndAveragesMinutes) {
  const auto series = read({mag("2026-08-09T02:39:00", -3.5), mag("2026-08-09T02:38:02", "-4"),
                            mag("2026-08-09T02:38:00", 99, false), mag("2026-08-09T02:38:58", -6)})
                          .series;
  EXPECT_EQ(series.solar_wind_at, WindPosition::l1);
  EXPECT_EQ(series.first_time(), make_time(2026, 8, 9, 2, 38));
  EXPECT_THAT(series.at("bz_gsm").values, ElementsAre(-5.F, -3.5F));
  EXPECT_EQ(series.at("bx_gsm").values[0], 1.5F);
  EXPECT_TRUE(std::isnan(series.at("by_gsm").values[0]));
}

TEST(SwpcFeed, FillValuesAreMissing) {
  const auto values = read({wind("2026-08-09T02:38:00", "-9999.9"), wind("2026-08-09T02:39:00", 400),
                            wind("2026-08-09T02:40:00", -9990)})
                          .series.at("speed")
                          .values;
  EXPECT_TRUE(std::isnan(values[0]));
  EXPECT_EQ(values[1], 400);
  EXPECT_TRUE(std::isnan(values[2]));
}

TEST(SwpcFeed, AnyRecordWithoutAKeyIsAnErrorThatNamesIt) {
  for (const auto* key : {"time_tag", "active", "bt", "bx_gsm", "by_gsm", "bz_gsm"}) {
    auto feed = json::array({mag("2026-08-09T02:38:00", 1), mag("2026-08-09T02:39:00", 1, false)});
    feed[1].erase(key);
    EXPECT_THAT(error_of(feed), HasSubstr("feed: found record 2 without the key '" + std::string(key) + "'"));
  }
  auto renamed = json::array({wind("2026-08-09T02:38:00", 400)});
  renamed[0].erase("proton_speed");
  renamed[0]["v_bulk"] = 400;
  EXPECT_THAT(error_of(renamed), HasSubstr("record 1 without the key 'proton_speed'"));
}

TEST(SwpcFeed, AnEmptyOrInactiveOrOddFeedIsAnError) {
  EXPECT_THAT(error_of(json::array()), HasSubstr("an empty feed"));
  EXPECT_THAT(error_of(json::array({mag("2026-08-09T02:38:00", 1, false)})),
              HasSubstr("none of an active spacecraft"));
  EXPECT_THAT(error_of({{"data", json::array()}}), HasSubstr("a JSON object, expected a list"));
  EXPECT_THAT(error_of(json::array({{{"time_tag", "2026-08-09T02:38:00"}}})),
              HasSubstr("without the key 'bz_gsm' or"));
  EXPECT_THAT(error_of(json::array({mag("tomorrow", 1)})), HasSubstr("time_tag = \"tomorrow\" in record 1"));
  EXPECT_THAT(error_of(json::array({mag("2026-08-09T02:38:00", "strong")})),
              HasSubstr("bz_gsm = \"strong\" in record 1"));
  EXPECT_THROW(read_swpc("[{\"time_tag\": \"2026-0", "feed"), DataError);
}

TEST(SwpcFeed, ReadsTheOlderArrays) {
  const json names{"time_tag", "bx_gsm", "by_gsm", "bz_gsm", "lon_gsm", "lat_gsm", "bt"};
  const auto series =
      read({names,
            {"2026-01-02 03:04:00.000", "1", "2", "-3.25", "0", "0", "4"},
            {"2026-01-02 03:05:00.000", nullptr, nullptr, nullptr, nullptr, nullptr, nullptr}})
          .series;
  EXPECT_EQ(series.first_time(), make_time(2026, 1, 2, 3, 4));
  EXPECT_EQ(series.at("bz_gsm").values[0], -3.25F);
  const json plasma{"time_tag", "density", "speed", "temperature"};
  EXPECT_EQ(read({plasma, {"2026-01-02 03:04:00.000", "5.1", "401.5", "90000"}}).series.at("speed").values[0],
            401.5F);
  EXPECT_THAT(error_of({{"time_tag", "density", "velocity", "temperature"},
                        {"2026-01-02 03:04:00.000", "1", "2", "3"}}),
              HasSubstr("without the key 'speed'"));
  EXPECT_THAT(error_of({plasma, {"2026-01-02 03:04:00.000", "5.1"}}), HasSubstr("row 2 unlike the 4 names"));
}

TEST(SwpcFeed, StampsAreCutToTheMinute) {
  EXPECT_EQ(minute_of_stamp("2026-08-09T02:38:59.999Z"), make_time(2026, 8, 9, 2, 38));
  EXPECT_EQ(minute_of_stamp("2026-08-09 02:38"), make_time(2026, 8, 9, 2, 38));
  EXPECT_EQ(minute_of_stamp("2024-366T00:01Z"), make_time(2024, 12, 31, 0, 1));
  EXPECT_EQ(minute_of_stamp("2026-08-09Z"), make_time(2026, 8, 9));
  EXPECT_EQ(minute_of_stamp("2026-08-09T02:38:61"), std::nullopt);
  EXPECT_EQ(minute_of_stamp("T"), std::nullopt);
  EXPECT_EQ(minute_of_stamp("2026-08-09T"), std::nullopt);
}

class Swpc : public SourcesTest {
 protected:
  Swpc() {
    settings_.value<std::string>("swpc.mag_address") = server_.address("/mag.json");
    settings_.value<std::string>("swpc.wind_address") = server_.address("/wind.json");
    now_ = make_time(2026, 8, 9, 3);
  }
  json mag_ = {mag("2026-08-09T00:00:00", -1), mag("2026-08-08T23:59:00", -2)};
  json wind_ = {wind("2026-08-09T00:00:00", 500), wind("2026-08-08T23:59:00", 510)};
  Served other_ = {};
  HttpServer server_{[this](const SeenRequest& request) {
    if (request.is_for("/wind.json")) return other_.status == 200 ? Served{.body = wind_.dump()} : other_;
    return serve_file(request, mag_.dump(), fmt::format("\"{}\"", std::hash<std::string>{}(mag_.dump())));
  }};
};

TEST_F(Swpc, BothFeedsBecomeOneFileADay) {
  const auto report = fetch_from("swpc", {});
  EXPECT_EQ(report.code, ExitCode::done) << (report.errors.empty() ? "" : report.errors[0]);
  ASSERT_EQ(report.files.size(), 2U);
  const auto series = load({(cache() / "swpc").string()}).series;
  EXPECT_THAT(series.at("bz_gsm").values, ElementsAre(-2, -1));
  EXPECT_THAT(series.at("speed").values, ElementsAre(510, 500));
}

TEST_F(Swpc, EachFetchAddsToWhatIsThereAndTheNewerWins) {
  fetch_from("swpc", {});
  mag_ = {mag("2026-08-09T00:01:00", -7), mag("2026-08-09T00:00:00", -6)};
  wind_ = json::array({wind("2026-08-09T00:01:00", 520)});
  const auto report = fetch_from("swpc", {});
  ASSERT_EQ(report.files.size(), 1U);
  EXPECT_EQ(report.files[0].change, FileChange::updated);
  EXPECT_EQ(report.files[0].difference.changed_values, 1U);
  const auto series = load({(cache() / "swpc").string()}).series;
  EXPECT_THAT(series.at("bz_gsm").values, ElementsAre(-2, -6, -7));
  EXPECT_THAT(series.at("speed").values, ElementsAre(510, 500, 520));
}

TEST_F(Swpc, AnUnchangedFeedIsNotSentAgainUnlessTheCacheWasTouched) {
  fetch_from("swpc", {});
  const auto report = fetch_from("swpc", {});
  EXPECT_EQ(report.files.at(0).change, FileChange::unchanged);
  EXPECT_NE(server_.requests().at(2).header("if-none-match"), "");
  std::filesystem::remove_all(cache() / "swpc" / "solar_wind_2026-08-09.csv");
  fetch_from("swpc", {});
  EXPECT_EQ(server_.requests().at(4).header("if-none-match"), "");
  EXPECT_EQ(load({(cache() / "swpc").string()}).series.size(), 2U);
}

TEST_F(Swpc, OneFeedThatFailsDoesNotCostTheOther) {
  other_ = {.status = 500};
  const auto report = fetch_from("swpc", {});
  EXPECT_EQ(report.code, ExitCode::failed);
  EXPECT_EQ(load({(cache() / "swpc").string()}).series.at("bz_gsm").values.size(), 2U);
  EXPECT_EQ(load({(cache() / "swpc").string()}).series.solar_wind_at, WindPosition::l1);
}

TEST_F(Swpc, AFeedThatChangedItsShapeIsBadDataWithItsAddress) {
  mag_[1].erase("bz_gsm");
  const auto report = fetch_from("swpc", {});
  EXPECT_EQ(report.code, ExitCode::data);
  EXPECT_THAT(report.errors, ElementsAre(HasSubstr("swpc: " + server_.address("/mag.json") +
                                                   ": found record 2 without the key 'bz_gsm'")));
  EXPECT_EQ(load({(cache() / "swpc").string()}).series.find("bz_gsm"), nullptr) << "the other feed is taken";
}

TEST_F(Swpc, APeriodLeavesTheRestOut) {
  fetch_from("swpc", {.from = make_time(2026, 8, 9)});
  EXPECT_EQ(load({(cache() / "swpc").string()}).series.size(), 1U);
}

TEST_F(Swpc, SavedFeedsAreImported) {
  write_file_atomically(file("saved/mag.json"), mag_.dump());
  write_file_atomically(file("saved/plasma-7-day.json"),
                        json{{"time_tag", "density", "speed", "temperature"},
                             {"2026-08-08 23:58:00.000", "5.1", "401.5", "90000"}}
                            .dump());
  const auto report = import_files(*make_source(settings_, "swpc"), file("saved"), cache());
  EXPECT_EQ(report.code, ExitCode::done);
  EXPECT_EQ(load({(cache() / "swpc").string()}).series.size(), 3U);
  EXPECT_TRUE(server_.requests().empty());
}

}  // namespace
}  // namespace symh
