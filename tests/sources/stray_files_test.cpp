// Damaged files in the cache, and records of another time: they are said, and never stop a fetch.
#include <nlohmann/json.hpp>

#include "sources/fixture.h"

namespace symh {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

class StrayInCache : public SourcesTest {
 protected:
  StrayInCache() {
    auto& address = settings_.value<std::string>("kyoto.address");
    address = server_.address() + "/";
    settings_.value<std::string>("swpc.mag_address") = server_.address("/mag");
    settings_.value<std::string>("swpc.wind_address") = server_.address("/wind");
    now_ = make_time(2015, 3, 20);
  }
  fs::path stored() const { return cache() / "kyoto" / "ASY_2015-03.dat"; }
  FetchReport fetch_kyoto() { return fetch_from("kyoto", period(2015, 3, 17, 18)); }

  std::vector<std::string> headers_;
  std::vector<std::string> stamps_{"2015-03-19T00:00:00", "2015-03-19T00:01:00"};
  HttpServer server_{[this](const SeenRequest& request) {
    if (request.is_for("/wind")) return Served{.status = 404};
    if (request.is_for("/"))
      return Served{.body = index_text(make_time(2015, 3, 17), 2 * minutes_a_day, -30, Status::provisional),
                    .headers = headers_};
    auto records = nlohmann::json::array();
    for (const auto& stamp : stamps_)
      records.push_back({{"time_tag", stamp},
                         {"active", true},
                         {"source", "ACE"},
                         {"bt", 8},
                         {"bx_gsm", 1},
                         {"by_gsm", 2},
                         {"bz_gsm", -7}});
    return Served{.body = records.dump()};
  }};
};

TEST_F(StrayInCache, ADamagedFileIsFetchedAnew) {
  for (const std::string& damage :
       {std::string("\x1f\x8b rubbish"), std::string(), std::string("2015-03-17 00:00 rubbish\n")}) {
    fetch_kyoto();
    write_file_atomically(stored(), damage);
    const auto report = fetch_kyoto();
    EXPECT_EQ(report.code, ExitCode::done) << (report.errors.empty() ? "" : report.errors[0]);
    EXPECT_THAT(
        report.warnings,
        ElementsAre(HasSubstr("the cached file is damaged, so symh asks for it anew: " + stored().string())));
    EXPECT_EQ(load({stored().string()}).series.size(), 2 * minutes_a_day);
    EXPECT_EQ(read_file(cache() / "kyoto" / ".ASY_2015-03.dat.damaged"), damage);
  }
}

TEST_F(StrayInCache, AFolderOrALinkToNothingInPlaceOfAFileIsMovedAside) {
  fs::create_directories(stored());
  EXPECT_EQ(fetch_kyoto().code, ExitCode::done);
  EXPECT_EQ(load({stored().string()}).series.size(), 2 * minutes_a_day);
  fs::remove(stored());
  fs::remove_all(cache() / "kyoto" / ".ASY_2015-03.dat.damaged");
  fs::create_symlink("nowhere", stored());
  EXPECT_EQ(fetch_kyoto().code, ExitCode::done);
  EXPECT_EQ(load({stored().string()}).series.size(), 2 * minutes_a_day);
}

TEST_F(StrayInCache, ADamagedNoteOfAFileOrOfAPartStopsNothing) {
  fetch_kyoto();
  for (const std::string damage :
       {"", "{", "[]", "{\"checked\": 3, \"etag\": {}}", "{\"checked\": \"soon\"}",
        "{\"checked\": \"2199-01-01T00:00:00Z\", \"checked_from\": \"2015-03-17T00:00:00Z\"}"}) {
    write_file_atomically(cache() / "kyoto" / ".ASY_2015-03.dat.json", damage);
    write_file_atomically(cache() / "kyoto" / ".ASY_2015-03.dat.part", "abc");
    write_file_atomically(cache() / "kyoto" / ".ASY_2015-03.dat.part.json", damage);
    const auto report = fetch_kyoto();
    EXPECT_EQ(report.code, ExitCode::done) << damage;
    EXPECT_EQ(report.files.at(0).change, FileChange::unchanged) << damage << ": it was asked for";
  }
}

TEST_F(StrayInCache, AVersionThatIsNoTextStopsNothing) {
  headers_ = {"ETag: \"\xff\x1b\"", "Last-Modified: \xff"};
  EXPECT_EQ(fetch_kyoto().code, ExitCode::done);
  now_ += std::chrono::days{2};
  EXPECT_EQ(fetch_kyoto().code, ExitCode::done);
  EXPECT_EQ(server_.requests().back().header("if-none-match"), "");
}

TEST_F(StrayInCache, ARecordOfTheFutureInAFileHidesNoGapBeforeNow) {
  fetch_kyoto();
  auto text = read_file(stored());
  const auto line = text.rfind('\n', text.size() - 2) + 1;
  auto stray = text.substr(line);
  stray.replace(0, 10, "2199-01-01");
  write_file_atomically(stored(), text + stray);
  now_ += std::chrono::days{2};
  const auto requests = server_.requests().size();
  EXPECT_EQ(fetch_kyoto().code, ExitCode::done);
  EXPECT_EQ(server_.requests().size(), requests + 1) << "provisional days are asked for again";
}

TEST_F(StrayInCache, ARecordOfTheFutureInAFeedIsLeftOut) {
  stamps_.emplace_back("2199-01-01T00:00:00");
  const auto report = fetch_from("swpc", {});
  EXPECT_THAT(report.warnings,
              Contains(HasSubstr("swpc: 1 sample is stamped after now (2015-03-20T00:00:00Z)")));
  EXPECT_TRUE(fs::exists(cache() / "swpc" / "solar_wind_2015-03-19.csv"));
  EXPECT_FALSE(fs::exists(cache() / "swpc" / "solar_wind_2199-01-01.csv"));
}

TEST_F(StrayInCache, AStrayNameAmongTheFilesOfAFeedStopsNothing) {
  fs::create_directories(cache() / "swpc" / "solar_wind_9999-01-01.csv");
  fs::create_symlink("nowhere", cache() / "swpc" / "solar_wind_9998-01-01.csv");
  const auto report = fetch_from("swpc", {});
  EXPECT_TRUE(fs::exists(cache() / "swpc" / "solar_wind_2015-03-19.csv"));
  EXPECT_EQ(report.errors.size(), 1U) << "only the wind is not there";
}

}  // namespace
}  // namespace symh
