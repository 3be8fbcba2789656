#include "formats/units.h"
#include "sources/fixture.h"

namespace symh {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// A HAPI server of one dataset whose answers a test can change.
class Hapi : public SourcesTest {
 protected:
  Hapi() {
    settings_.value<std::string>("hapi.omni.server") = server_.address("/hapi");
    settings_.apply("[hapi.omni]\ndataset = \"SET 1\"\nsolar_wind_at = \"auto\"\ndefault_period = \"1d\"\n",
                    "test");
    parameters() = {{"SYM_H", "sym_h"}, {"V", "speed"}, {"B[1]", "bz_gsm"}};
  }

  FetchReport fetch_march(unsigned first, unsigned last) {
    return fetch_from("hapi", period(2015, 3, first, last));
  }
  std::map<std::string, std::string>& parameters() {
    return settings_.value<std::map<std::string, std::string>>("hapi.omni.parameters");
  }
  std::string stored() const { return (cache() / "hapi/omni/omni_2015-03.csv").string(); }

  std::string version_ = "3.1";
  std::string info_ = R"({"HAPI":"3.1","status":{"code":1200,"message":"OK"},
      "startDate":"1981-001Z","stopDate":"2015-03-18T23:59:00Z","parameters":[
      {"name":"Time","type":"isotime","units":"UTC","fill":null,"length":24},
      {"name":"V","type":"double","units":"km/s","fill":"99999.9"},
      {"name":"unused","type":"double","units":"x","fill":null},
      {"name":"B","type":"double","units":"nT","fill":"9999.99","size":[2]},
      {"name":"SYM_H","type":"integer","units":"nT","fill":"99999"}]})";
  Served data_ = {.body =
                      "2015-03-17T00:00:00.000Z,400.5,1.0,-5.25,-100\n"
                      "2015-076T00:01Z,99999.9,9999.99,9999.99,-101\n"};
  Served info_answer_ = {};
  HttpServer server_{[this](const SeenRequest& request) {
    if (request.is_for("/hapi/capabilities")) return Served{.body = R"({"HAPI":")" + version_ + R"("})"};
    if (request.is_for("/hapi/info"))
      return info_answer_.status == 200 ? Served{.body = info_} : info_answer_;
    return data_;
  }};
};

TEST_F(Hapi, MapsParametersToChannelsWithFillsAndVectors) {
  const auto report = fetch_march(17, 17);
  EXPECT_EQ(report.code, ExitCode::done) << (report.errors.empty() ? "" : report.errors[0]);
  EXPECT_TRUE(report.warnings.empty());
  const auto requests = server_.requests();
  EXPECT_EQ(requests.at(1).target, "/hapi/info?dataset=SET%201");
  EXPECT_EQ(
      requests.at(2).target,
      "/hapi/data?dataset=SET%201&parameters=V,B,SYM_H&start=2015-03-17T00:00:00Z&stop=2015-03-18T00:00:00Z");
  const auto series = load({stored()}).series;
  EXPECT_EQ(series.first_time(), make_time(2015, 3, 17));
  EXPECT_THAT(series.at("sym_h").values, ElementsAre(-100, -101));
  EXPECT_EQ(series.at("speed").values[0], 400.5F);
  EXPECT_TRUE(std::isnan(series.at("speed").values[1]));
  EXPECT_EQ(series.at("bz_gsm").values[0], -5.25F);
  EXPECT_EQ(series.solar_wind_at, WindPosition::unknown) << "the settings do not say";
}

TEST_F(Hapi, WhereTheSettingsSayTheWindWasMeasuredTheCacheSaysToo) {
  settings_.apply("[hapi.omni]\nsolar_wind_at = \"bow_shock\"\n", "test");
  ASSERT_EQ(fetch_march(17, 17).code, ExitCode::done);
  EXPECT_EQ(load({stored()}).series.solar_wind_at, WindPosition::bow_shock);
  data_.body = "2015-03-18T00:00:00.000Z,410,1.0,-5.25,-90\n";
  ASSERT_EQ(fetch_march(18, 18).code, ExitCode::done);
  const auto both = load({stored()}).series;
  EXPECT_EQ(both.last_time(), make_time(2015, 3, 18));
  EXPECT_EQ(both.solar_wind_at, WindPosition::bow_shock);
}

TEST_F(Hapi, AServerOfVersion2IsAskedInItsWords) {
  version_ = "2.1";
  fetch_march(17, 17);
  EXPECT_EQ(server_.requests().at(1).target, "/hapi/info?id=SET%201");
  EXPECT_THAT(server_.requests().at(2).target, HasSubstr("data?id=SET%201&"));
  EXPECT_THAT(server_.requests().at(2).target,
              HasSubstr("&time.min=2015-03-17T00:00:00Z&time.max=2015-03-18T00:00:00Z"));
}

TEST_F(Hapi, ThePeriodIsCutToWhatTheDatasetHas) {
  fetch_march(18, 25);
  EXPECT_THAT(server_.requests().at(2).target,
              HasSubstr("start=2015-03-18T00:00:00Z&stop=2015-03-19T00:00:00Z"));
  const auto report = fetch_march(20, 25);
  EXPECT_TRUE(report.files.empty());
  EXPECT_THAT(report.warnings, ElementsAre(HasSubstr("nothing of the period asked for")));
}

TEST_F(Hapi, NoDataIsNoFailure) {
  for (const std::string body : {"", R"({"HAPI":"3.1","status":{"code":1201,"message":"OK - no data"}})"}) {
    data_ = {.body = body};
    const auto report = fetch_march(17, 17);
    EXPECT_EQ(report.code, ExitCode::done);
    EXPECT_EQ(report.files.at(0).change, FileChange::absent);
  }
}

TEST_F(Hapi, AnErrorOfTheServerIsShownWithItsCode) {
  info_answer_ = {.status = 404,
                  .body = R"({"HAPI":"3.1","status":{"code":1406,"message":"unknown dataset id"}})"};
  try {
    fetch_march(17, 17);
    ADD_FAILURE() << "1406 was taken as good";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(),
                HasSubstr("the server answers 1406 'unknown dataset id'; check server, dataset"));
  }
  data_ = {.body = R"({"HAPI":"3.1","status":{"code":1500,"message":"disk on fire"}})"};
  info_answer_ = {};
  const auto report = fetch_march(17, 17);
  EXPECT_EQ(report.code, ExitCode::failed);
  EXPECT_THAT(report.errors, ElementsAre(HasSubstr("1500 'disk on fire'")));
}

TEST_F(Hapi, ACodeThatIsNoSmallWholeNumberIsBadData) {
  // 2^32 + 1200 and 2^32 + 1201 would be "data" and "no data" in 32 bits.
  for (const std::string code :
       {"4294968496", "4294968497", "18446744073709552816", "-1", "1200.5", "1e300", "\"1200\"", "null"}) {
    data_ = {.body = R"({"HAPI":"3.1","status":{"code":)" + code + R"(,"message":"OK"}})"};
    const auto report = fetch_march(17, 17);
    EXPECT_EQ(report.code, ExitCode::data) << code;
    EXPECT_THAT(report.errors, ElementsAre(HasSubstr("status.code: found"))) << code;
  }
}

TEST_F(Hapi, AWidthThatIsNoSmallWholeNumberIsBadData) {
  for (const std::string size : {"[-2]", "[2.5]", "[1e300]", "[\"2\"]", "[0]", "[100001]"}) {
    const auto good = info_;
    info_.replace(info_.find("[2]"), 3, size);
    const auto report = fetch_march(17, 17);
    EXPECT_EQ(report.code, ExitCode::data) << size;
    EXPECT_THAT(report.errors, ElementsAre(HasSubstr("a parameter has the size"))) << size;
    info_ = good;
  }
}

TEST_F(Hapi, AParameterThatTheDatasetLacksIsNamedWithTheNearest) {
  parameters() = {{"SYMH", "sym_h"}};
  try {
    fetch_march(17, 17);
    ADD_FAILURE() << "an unknown parameter was taken";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("no parameter 'SYMH'; the nearest is 'SYM_H'"));
  }
}

TEST_F(Hapi, AWrongUnitIsRefusedAndAnUnknownOneSaid) {
  info_.replace(info_.find("km/s"), 4, "m/s ");
  auto report = fetch_march(17, 17);
  EXPECT_EQ(report.code, ExitCode::data);
  EXPECT_THAT(report.errors.at(0), HasSubstr("V is in 'm/s ', but speed is in km/s"));
  info_.replace(info_.find("m/s "), 4, "fast");
  report = fetch_march(17, 17);
  EXPECT_EQ(report.code, ExitCode::done);
  EXPECT_THAT(report.warnings, ElementsAre(HasSubstr("V is in 'fast', which is taken as km/s")));
  EXPECT_EQ(match_unit("density", "n/cc"), UnitMatch::same);
  EXPECT_EQ(match_unit("density", "km/s"), UnitMatch::other);
}

TEST_F(Hapi, ACutOrOddAnswerIsBadData) {
  for (const std::string body :
       {"2015-03-17T00:00Z,400,1,2,-100\n2015-03-17T00:01Z,400,1,2,-1", "2015-03-17T00:00Z,400,1,-100\n",
        "yesterday,400,1,2,-100\n", "2015-03-17T00:00Z,fast,1,2,-100\n", "<html><body>oops</body></html>"}) {
    data_ = {.body = body};
    const auto report = fetch_march(17, 17);
    EXPECT_EQ(report.code, ExitCode::data) << body;
    EXPECT_THAT(report.errors, ElementsAre(HasSubstr("hapi/omni: " + server_.address("/hapi/data"))));
  }
}

TEST_F(Hapi, WhatIsNoHapiServerIsSaid) {
  settings_.value<std::string>("hapi.omni.server") = server_.address("/else");
  data_ = {.body = "hello"};
  EXPECT_THAT(fetch_march(17, 17).errors.at(0), HasSubstr("found 'hello', expected {\"HAPI\""));
}

TEST_F(Hapi, AValueThatCannotBeIsLeftOutAndSaid) {
  data_ = {.body = "2015-03-17T00:00Z,400,1,2,-100\n2015-03-17T00:01Z,400,1,2,-31000\n"};
  EXPECT_THAT(fetch_march(17, 17).warnings,
              ElementsAre(HasSubstr("1 value cannot be and was taken as missing")));
}

}  // namespace
}  // namespace symh
