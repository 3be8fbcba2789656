#include <algorithm>

#include "formats/parse_text.h"
#include "formats/text/observatory_writer.h"
#include "sources/fixture.h"
#include "sources/samples.h"

namespace symh {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

Series h_series(const std::string& code, Time from, std::size_t minutes, float h_nt, Status status) {
  auto series = index_series(from, minutes, h_nt, status);
  series.channels.front().name = "h_" + code;
  return series;
}

/// An answer of a service in IAGA-2002.
std::string iaga(const std::string& capitals, Time from, std::size_t minutes, float h_nt,
                 const std::string& data_type = "variation", const std::string& source = "USGS") {
  ObservatoryHeader header{.code = capitals, .source = source, .name = "", .data_type = data_type};
  auto lower = capitals;
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
  return write_observatory(h_series(lower, from, minutes, h_nt, status_of_data_type(data_type)), header);
}

/// An answer soon after midnight.
std::string header_alone(const std::string& answer) { return answer.substr(0, answer.find("\n2024") + 1); }

/// Three services on one server, whose answers a test can change.
class Stations : public SourcesTest {
 protected:
  Stations() {
    now_ = make_time(2024, 5, 11, 0, 30);
    settings_.value<std::string>("stations.usgs_address") =
        server_.address("/usgs?id={code}&starttime={day}T00:00:00Z");
    settings_.value<std::string>("stations.gin_address") =
        server_.address("/gin?observatoryIagaCode={code}&dataStartDate={day}");
    settings_.value<std::string>("stations.hapi_server") = server_.address("/hapi/");
    codes() = {"HON", "HER"};
  }
  std::vector<std::string>& codes() { return settings_.value<std::vector<std::string>>("stations.codes"); }
  /// 10 May 2024.
  FetchReport fetch_day(const FetchMode& mode = {}) {
    return fetch_from("stations", {day_, day_ + Minutes{1440}}, mode);
  }
  FetchReport fetch_today() { return fetch_from("stations", {make_time(2024, 5, 11), now_}); }
  std::filesystem::path stored(const std::string& name) const { return cache() / "stations" / name; }
  std::size_t asked(const std::string& path) const {
    const auto requests = server_.requests();
    return static_cast<std::size_t>(
        std::ranges::count_if(requests, [&](const SeenRequest& request) { return request.is_for(path); }));
  }

  const Time day_ = make_time(2024, 5, 10);
  Served usgs_ = {.body = iaga("HON", day_, 1440, 27000)};
  Served gin_ = {.body = iaga("HER", day_, 1440, 11000, "adjusted", "SANSA")};
  Served info_ = {.body = R"({"HAPI":"2.1","status":{"code":1200,"message":"OK"},
      "startDate":"1991-01-01T00:00Z","stopDate":"2024-05-10T23:59:00Z","parameters":[
      {"name":"Time","type":"isotime","units":"UTC","fill":null,"length":24},
      {"name":"Field_Vector","type":"double","units":"nT","fill":"99999.0","size":[3]},
      {"name":"Field_Magnitude","type":"double","units":"nT","fill":"99999.0"}]})"};
  Served data_ = {.body =
                      "2024-05-10T00:00:00Z,11000.5,-1500.0,-20000.0\n"
                      "2024-05-10T00:01:00Z,99999.0,99999.0,99999.0\n"
                      "2024-05-10T00:02:00Z,88888.0,88888.0,88888.0\n"
                      "2024-05-10T00:03:00Z,11001.5,-1500.0,-20000.0\n"
                      "2024-05-10T00:04:00Z,99999.0,99999.0,99999.0\n"};
  HttpServer server_{[this](const SeenRequest& request) {
    if (request.is_for("/usgs")) return usgs_;
    if (request.is_for("/gin")) return gin_;
    if (request.is_for("/hapi/info")) return info_;
    if (request.is_for("/hapi/data")) return data_;
    return Served{.status = 404};
  }};
};

TEST_F(Stations, EachServiceGivesItsObservatoriesByTheDay) {
  const auto report = fetch_day();
  EXPECT_EQ(report.code, ExitCode::done) << (report.errors.empty() ? "" : report.errors[0]);
  ASSERT_EQ(report.files.size(), 2U);
  EXPECT_THAT(report.files[0].file.string(), EndsWith("stations/h_hon_2024-05-10.dat"));
  EXPECT_EQ(report.files[0].change, FileChange::fetched);
  EXPECT_EQ(report.files[1].status, Status::quick_look);
  EXPECT_THAT(report.warnings, IsEmpty());
  EXPECT_THAT(server_.requests()[0].target, HasSubstr("id=HON&starttime=2024-05-10T00:00:00Z"));
  EXPECT_EQ(asked("/usgs"), 1U) << "USGS is not asked for Hermanus";
  EXPECT_EQ(asked("/gin"), 1U);
  EXPECT_THAT(report.notes,
              ElementsAre("HON: newest value 2024-05-10T23:59:00Z, 31m behind now; variation, USGS",
                          "HER: newest value 2024-05-10T23:59:00Z, 31m behind now; adjusted, SANSA"));
  const auto series = load({(cache() / "stations").string()}).series;
  EXPECT_EQ(series.size(), minutes_a_day);
  EXPECT_EQ(series.at("h_hon").values[7], 27000.F);
  EXPECT_EQ(series.at("h_her").values[1439], 11000.F);
}

TEST_F(Stations, TheNextServiceIsAskedIfOneHasNothing) {
  usgs_ = {.status = 404};
  gin_ = {.body = iaga("HON", day_, 1440, 27001)};
  codes() = {"HON"};
  const auto report = fetch_day();
  EXPECT_EQ(report.code, ExitCode::done);
  EXPECT_EQ(report.files.at(0).change, FileChange::fetched);
  EXPECT_EQ(report.files[0].note, "usgs: HTTP status 404");
  for (const auto& [answer, why] : std::vector<std::pair<Served, std::string>>{
           {{.body = ""}, "usgs: an empty answer"},
           {{.body = iaga("HON", day_, 1440, missing)}, "usgs: no values"},
           {{.body = header_alone(iaga("HON", day_, 1440, 27000))}, "usgs: no values"},
           {{.status = 403}, "usgs: HTTP status 403"},
           {{.body = "<html><title>Embargo</title></html>"}, "a web page came instead of data ('Embargo')"},
           {{.body = "no data today"}, "found 'no data today'"},
           {{.body = iaga("SJG", day_, 1440, 27000)}, "found h_sjg of cadence 1m, expected minutes of h_hon"},
           {{.body = iaga("HON", day_ + Minutes{1440}, 1, 27000)}, "found nothing of 2024-05-10"},
           {{.status = 503}, "HTTP status 503"}}) {
    usgs_ = answer;
    const auto again = fetch_day({.force = true});
    EXPECT_EQ(again.code, ExitCode::done) << why;
    EXPECT_THAT(again.files.at(0).note, HasSubstr(why));
    EXPECT_EQ(again.files[0].change, FileChange::unchanged) << why;
  }
}

TEST_F(Stations, HapiAnswersWithItsFillsAndItsEnd) {
  gin_ = {.status = 404};
  codes() = {"HER"};
  const auto report = fetch_day();
  EXPECT_EQ(report.code, ExitCode::done) << (report.errors.empty() ? "" : report.errors[0]);
  const auto requests = server_.requests();
  EXPECT_EQ(requests.at(1).target, "/hapi/info?id=her/best-avail/PT1M/hdzf");
  EXPECT_EQ(requests.at(2).target,
            "/hapi/data?id=her/best-avail/PT1M/hdzf&parameters=Field_Vector&time.min=2024-05-10T00:00:00Z&"
            "time.max=2024-05-11T00:00:00Z");
  const auto series = load({stored("h_her_2024-05-10.dat").string()}).series;
  ASSERT_EQ(series.size(), 4U) << "without the fills at the end";
  EXPECT_EQ(series.at("h_her").values[0], 11000.5F);
  EXPECT_TRUE(std::isnan(series.at("h_her").values[1]) && std::isnan(series.at("h_her").values[2]));
  EXPECT_EQ(series.status[0], Status::unknown);
  EXPECT_THAT(report.notes,
              ElementsAre(AllOf(HasSubstr("newest value 2024-05-10T00:03:00Z, 1d 0h behind now"),
                                HasSubstr("best available, INTERMAGNET, HAPI server"))));
}

TEST_F(Stations, AHapiServerIsNotAskedBeyondItsDataAndItsErrorsAreWords) {
  gin_ = {.status = 404};
  codes() = {"HER"};
  const auto today = fetch_today();
  EXPECT_EQ(today.code, ExitCode::done);
  EXPECT_THAT(today.warnings,
              ElementsAre(HasSubstr("HER 2024-05-11: nobody has it: gin: HTTP status 404; hapi: the "
                                    "dataset has 1991-01-01T00:00:00Z to 2024-05-11T00:00:00Z")));
  EXPECT_EQ(asked("/hapi/data"), 0U);
  info_ = {.status = 400, .body = R"({"status":{"code":1406,"message":"unknown dataset id"}})"};
  EXPECT_THAT(fetch_day().warnings, ElementsAre(HasSubstr("1406 'unknown dataset id'")));
  info_ = {.body = R"({"status":{"code":1406,"message":"unknown dataset id"}})"};
  EXPECT_THAT(fetch_day({.force = true}).warnings, ElementsAre(HasSubstr("1406 'unknown dataset id'")));
}

TEST_F(Stations, AnImpossibleValueOfHapiIsBadData) {
  gin_ = {.status = 404};
  data_.body = "2024-05-10T00:00:00Z,-11000.5,-1500.0,-20000.0\n";
  codes() = {"HER"};
  const auto report = fetch_day();
  EXPECT_EQ(report.code, ExitCode::data);
  EXPECT_THAT(report.errors,
              ElementsAre(HasSubstr("found -11000.5 at 2024-05-10T00:00:00Z, expected H between 0")));
  EXPECT_FALSE(std::filesystem::exists(stored("h_her_2024-05-10.dat")));
}

TEST_F(Stations, AnObservatoryThatNobodyHasStopsNoOther) {
  gin_ = {.status = 404};
  info_ = {.status = 404};
  codes() = {"HER", "HON"};
  const auto report = fetch_day();
  EXPECT_EQ(report.code, ExitCode::done);
  EXPECT_EQ(report.files.at(0).change, FileChange::absent);
  EXPECT_EQ(report.files.at(1).change, FileChange::fetched);
  EXPECT_THAT(report.warnings,
              ElementsAre("stations: HER 2024-05-10: nobody has it: gin: HTTP status 404; hapi: "
                          "HTTP status 404"));
  EXPECT_THAT(report.notes, Contains("HER: no value in this period"));
  const auto before = server_.requests().size();
  EXPECT_EQ(fetch_day().files.at(0).note, "nobody had it at 2024-05-11T00:30:00Z");
  EXPECT_EQ(server_.requests().size(), before) << "asked minutes ago";
}

TEST_F(Stations, AServiceThatFailsIsAnErrorOfItsObservatoriesAndIsNotAskedForEachDay) {
  gin_ = {.status = 503};
  info_ = {.status = 404};
  codes() = {"HER", "HON"};
  usgs_.body = iaga("HON", day_ - Minutes{1440}, 2880, 27000);
  const auto report = fetch_from("stations", {day_ - Minutes{1440}, day_ + Minutes{1440}});
  EXPECT_EQ(report.code, ExitCode::failed);
  EXPECT_THAT(report.errors, ElementsAre(HasSubstr("HER 2024-05-09: nobody has it: gin: http://127.0.0.1"),
                                         HasSubstr("gin: failed before in this fetch")));
  EXPECT_EQ(asked("/gin"), 3U) << "three attempts for the first day";
  EXPECT_EQ(report.files.back().change, FileChange::fetched) << "Honolulu is fetched all the same";
}

TEST_F(Stations, AServiceThatCannotBeReachedIsAskedOnce) {
  settings_.value<std::string>("stations.gin_address") = "http://127.0.0.1:9/{code}{day}";
  info_ = {.status = 404};
  codes() = {"HER", "KAK", "HON"};
  const auto report = fetch_day();
  EXPECT_EQ(report.code, ExitCode::failed);
  EXPECT_THAT(report.errors,
              ElementsAre(HasSubstr("HER"), AllOf(HasSubstr("KAK"), HasSubstr("failed before"))));
  EXPECT_EQ(report.files.back().change, FileChange::fetched);
}

TEST_F(Stations, ADayThatIsOverAndCompleteIsNotAskedAgain) {
  codes() = {"HON"};
  fetch_day();
  now_ += Minutes{1440};
  EXPECT_EQ(fetch_day().files.at(0).change, FileChange::unchanged) << "asked half an hour after its end";
  now_ += Minutes{1440};
  EXPECT_EQ(fetch_day().files.at(0).change, FileChange::cached);
  EXPECT_EQ(asked("/usgs"), 2U);
  EXPECT_EQ(fetch_day({.force = true}).files.at(0).change, FileChange::unchanged);
}

TEST_F(Stations, TodayIsAskedAgainAfterMinutesAndAnIncompleteDayLessOften) {
  codes() = {"HON"};
  usgs_.body = iaga("HON", make_time(2024, 5, 11), 25, 27000);
  EXPECT_EQ(fetch_today().files.at(0).rows, 25U);
  now_ += Minutes{4};
  EXPECT_EQ(fetch_today().files.at(0).change, FileChange::cached);
  now_ += Minutes{1};
  usgs_.body = iaga("HON", make_time(2024, 5, 11), 30, 27000);
  const auto report = fetch_today();
  EXPECT_EQ(report.files.at(0).change, FileChange::updated);
  EXPECT_EQ(report.files[0].difference.new_values, 5U);
  EXPECT_THAT(report.notes, ElementsAre(HasSubstr("2024-05-11T00:29:00Z, 6m behind now")));
  now_ = make_time(2024, 5, 14);
  const FetchPeriod that_day{make_time(2024, 5, 11), make_time(2024, 5, 12)};
  EXPECT_EQ(fetch_from("stations", that_day).files.at(0).change, FileChange::unchanged);
  now_ += Minutes{119};
  EXPECT_EQ(fetch_from("stations", that_day).files.at(0).change, FileChange::cached)
      << "two days are over: 2 h";
  now_ += Minutes{10};
  EXPECT_EQ(fetch_from("stations", that_day).files.at(0).change, FileChange::unchanged);
  now_ = make_time(2024, 5, 20);
  fetch_from("stations", that_day);
  now_ = make_time(2024, 6, 20);
  EXPECT_EQ(fetch_from("stations", that_day).files.at(0).change, FileChange::cached) << "final";
}

TEST_F(Stations, ABetterOrFullerDayIsNeverReplacedByAWorse) {
  codes() = {"HON"};
  usgs_.body = iaga("HON", day_, 1000, 27000);
  fetch_day();
  const auto before = read_file(stored("h_hon_2024-05-10.dat"));
  usgs_.body = iaga("HON", day_, 900, 26900);
  const auto fewer = fetch_day({.force = true});
  EXPECT_EQ(fewer.files.at(0).change, FileChange::unchanged);
  EXPECT_EQ(fewer.files[0].difference.kept_better, 900U);
  EXPECT_EQ(read_file(stored("h_hon_2024-05-10.dat")), before);
  usgs_.body = iaga("HON", day_, 900, 26950, "definitive");
  EXPECT_EQ(fetch_day({.force = true}).files.at(0).status, Status::definitive);
  EXPECT_EQ(load({stored("h_hon_2024-05-10.dat").string()}).series.size(), 900U)
      << "not mixed with the old day";
  usgs_.body = iaga("HON", day_, 1440, 27000);
  EXPECT_EQ(fetch_day({.force = true}).files.at(0).change, FileChange::unchanged);
}

TEST_F(Stations, DaysOfSeveralKindsAreSaidAsTheirBaselinesDiffer) {
  codes() = {"HON"};
  usgs_.body = iaga("HON", day_, 1440, 27000, "definitive") + iaga("HON", day_ + Minutes{1440}, 20, 27100);
  fetch_day();
  usgs_.body = iaga("HON", day_ + Minutes{1440}, 20, 27100);
  const auto report = fetch_from("stations", {day_, now_});
  EXPECT_THAT(report.warnings,
              ElementsAre("stations: HON: the days are of several kinds or makers, whose baselines "
                          "may differ: definitive, USGS; variation, USGS"));
}

TEST_F(Stations, DryRunListsTheAddressesAndAsksNobody) {
  const auto report = fetch_day({.dry_run = true});
  ASSERT_EQ(report.files.size(), 2U);
  EXPECT_EQ(report.files[0].change, FileChange::planned);
  EXPECT_THAT(report.files[0].address, HasSubstr("/usgs?id=HON"));
  EXPECT_THAT(report.files[1].address, HasSubstr("/gin?observatoryIagaCode=HER"));
  EXPECT_THAT(server_.requests(), IsEmpty());
  EXPECT_FALSE(std::filesystem::exists(cache()));
}

TEST_F(Stations, WrongCodesAreRefused) {
  for (const auto& wrong : {"HERMANUS", "../", ""}) {
    codes() = {wrong};
    EXPECT_THAT([&] { fetch_day(); }, testing::ThrowsMessage<UsageError>(HasSubstr("is no IAGA code")));
  }
  codes() = {};
  EXPECT_THAT([&] { fetch_day(); }, testing::ThrowsMessage<UsageError>(HasSubstr("stations.codes is empty")));
  codes() = {"hon", "HON"};
  EXPECT_EQ(fetch_day().files.size(), 1U);
  EXPECT_THAT([] { parse_sources("[stations]\nservices = [\"usgs\", \"ginn\"]\n", "mine.toml"); },
              testing::ThrowsMessage<UsageError>(HasSubstr("gin")));
}

TEST_F(Stations, StopsWhereTheUserAsks) {
  listener_.stop_after = 1;
  EXPECT_EQ(fetch_day().code, ExitCode::interrupted);
}

TEST_F(Stations, ImportsFilesOfDaysAndKeepsTheBetterStatus) {
  std::filesystem::create_directories(file("downloads"));
  const auto two_days = iaga("KAK", day_, 2880, 30000, "definitive", "JMA");
  write_file_atomically(file("downloads/kak.min"), two_days);
  write_file_atomically(file("downloads/her.min"), iaga("HER", day_, 10, 11000));
  const auto import_all = [&] {
    return import_files(*make_source(settings_, "stations"), file("downloads"), cache());
  };
  const auto report = import_all();
  EXPECT_EQ(report.code, ExitCode::done) << (report.errors.empty() ? "" : report.errors[0]);
  ASSERT_EQ(report.files.size(), 3U);
  EXPECT_EQ(report.files[1].file, stored("h_kak_2024-05-10.dat"));
  EXPECT_EQ(report.files[2].file, stored("h_kak_2024-05-11.dat"));
  EXPECT_EQ(report.files[2].status, Status::definitive);
  write_file_atomically(file("downloads/kak.min"), iaga("KAK", day_, 1440, 29000));
  EXPECT_EQ(import_all().files.at(1).change, FileChange::unchanged);
  EXPECT_EQ(load({stored("h_kak_2024-05-10.dat").string()}).series.at("h_kak").values[0], 30000.F);
  codes() = {"KAK"};
  EXPECT_EQ(fetch_day().files.at(0).change, FileChange::cached) << "complete and definitive";
}

TEST_F(Stations, ImportRefusesOtherData) {
  write_file_atomically(file("asy.dat"), index_text(day_, 10, -20, Status::definitive));
  const auto report = import_files(*make_source(settings_, "stations"), file("asy.dat"), cache());
  EXPECT_EQ(report.code, ExitCode::data);
  EXPECT_THAT(report.errors,
              ElementsAre(HasSubstr("asy.dat: found IAGA-2002 data of cadence 1m, expected 1-minute H of "
                                    "an observatory")));
}

TEST(ObservatoryWriter, IsReadBackWithEachStatus) {
  const Time day = make_time(2024, 5, 10);
  auto series = h_series("her", day, 4, 11000.25F, Status::definitive);
  series.status[2] = series.status[3] = Status::quick_look;
  series.channels.front().values[3] = missing;
  const auto text = write_observatory(series);
  const auto back = parse_text("a.dat", text, {});
  EXPECT_THAT(back.warnings, IsEmpty());
  EXPECT_EQ(back.series.status, series.status);
  EXPECT_EQ(back.series.at("h_her").values[1], 11000.25F);
  EXPECT_TRUE(std::isnan(back.series.at("h_her").values[3]));
  EXPECT_THAT(text, HasSubstr("Hermanus"));
  EXPECT_THROW(write_observatory(index_series(day, 2, -5, Status::definitive)), UsageError);
}

}  // namespace
}  // namespace symh
