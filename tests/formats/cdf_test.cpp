#include <gmock/gmock.h>

#include <cmath>
#include <filesystem>
#include <random>

#include "core/error.h"
#include "core/file.h"
#include "formats/binary/cdf_time.h"
#include "formats/cdf_writer.h"
#include "formats/format.h"
#include "formats/parse_text.h"

namespace symh {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

const Time noon = make_time(2004, 11, 7, 12);

CdfVariableToWrite minutes(int count, const std::string& name = "Epoch") {
  CdfVariableToWrite epoch{name, CdfType::epoch, {}};
  for (int i = 0; i < count; ++i) epoch.records.push_back(epoch_of(noon + Minutes{i}));
  return epoch;
}

CdfVariableToWrite along_time(const std::string& name, CdfType type, std::vector<double> records,
                              const std::string& unit, const std::string& time = "Epoch") {
  return {name, type, std::move(records), {{"DEPEND_0", time}, {"UNITS", unit}, {"VAR_TYPE", "data"}}};
}

CdfToWrite storm() {
  CdfToWrite cdf{{minutes(3), along_time("SYM_H", CdfType::int4, {-100, 99999, -120}, "nT"),
                  along_time("flow_speed", CdfType::real4, {700, 99999.9, 720}, "km/s"),
                  along_time("BZ_GSM", CdfType::real8, {-20.5, -1e31, -22.25}, "nT")},
                 {{"Logical_source", "OMNI_HRO_1MIN"}}};
  cdf.variables[1].numbers = {{"FILLVAL", 99999}};
  cdf.variables[2].numbers = {{"FILLVAL", 99999.9}, {"VALIDMIN", 0}, {"VALIDMAX", 1200}};
  cdf.variables[3].numbers = {{"FILLVAL", -1e31}};
  return cdf;
}

ParsedFile read(const CdfToWrite& cdf, const ReadOptions& options = {}) {
  return parse_text("a.cdf", CdfWriter(cdf).write(), options);
}

std::string reason(std::string_view bytes) {
  try {
    parse_text("a.cdf", bytes, {});
  } catch (const DataError& error) {
    return error.what();
  }
  return "no error";
}

void expect_values(const Series& series, const std::string& channel, const std::vector<float>& expected) {
  const auto& values = series.at(channel).values;
  ASSERT_EQ(values.size(), expected.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::isnan(expected[i]))
      EXPECT_TRUE(std::isnan(values[i])) << channel << ' ' << i;
    else
      EXPECT_EQ(values[i], expected[i]) << channel << ' ' << i;
}

void expect_storm(const ParsedFile& parsed) {
  EXPECT_EQ(parsed.source.format, "CDF");
  EXPECT_EQ(parsed.series.first_time(), noon);
  EXPECT_EQ(parsed.series.cadence, Minutes{1});
  EXPECT_EQ(parsed.series.solar_wind_at, WindPosition::bow_shock);
  expect_values(parsed.series, "sym_h", {-100, missing, -120});
  expect_values(parsed.series, "speed", {700, missing, 720});
  expect_values(parsed.series, "bz_gsm", {-20.5F, missing, -22.25F});
}

TEST(Cdf, ReadsEveryWayToStoreTheSameFile) {
  for (const bool little : {false, true})
    for (const bool r_variables : {false, true})
      for (const bool gzip_file : {false, true})
        for (const bool gzip_records : {false, true}) {
          auto cdf = storm();
          cdf.little_endian = little;
          cdf.r_variables = r_variables;
          cdf.gzip = gzip_file;
          for (auto& variable : cdf.variables) variable.gzip = gzip_records;
          SCOPED_TRACE(testing::Message() << little << r_variables << gzip_file << gzip_records);
          expect_storm(read(cdf));
        }
}

TEST(Cdf, SaysWhatIsMissingByWhichAttribute) {
  const auto notes = read(storm()).notes;
  EXPECT_THAT(notes, Contains(HasSubstr("flow_speed is speed")));
  EXPECT_THAT(notes, Contains(HasSubstr("sym_h 1 by FILLVAL 99999")));
}

TEST(Cdf, ValuesOutsideTheValidRangeAreMissing) {
  auto cdf = storm();
  cdf.variables[2].records = {700, 1500, 720};
  const auto parsed = read(cdf);
  expect_values(parsed.series, "speed", {700, missing, 720});
  EXPECT_THAT(parsed.notes, Contains(HasSubstr("speed 1 by VALIDMIN, VALIDMAX 0 to 1200")));
}

TEST(Cdf, ComponentsOfAVectorAreChannelsOfTheirFrame) {
  CdfToWrite cdf{{minutes(2), along_time("BGSM", CdfType::real4, {1, 2, 3, 4, 5, 6}, "nT"),
                  along_time("BGSEc", CdfType::real4, {7, 8, 9, 10, 11, 12}, "nT")},
                 {{"Source_name", "AC>Advanced Composition Explorer"}}};
  cdf.variables[1].width = cdf.variables[2].width = 3;
  const auto parsed = read(cdf);
  expect_values(parsed.series, "bx_gsm", {1, 4});
  expect_values(parsed.series, "by_gsm", {2, 5});
  expect_values(parsed.series, "bz_gsm", {3, 6});
  expect_values(parsed.series, "bz_gse", {9, 12});
  expect_values(parsed.series, "BGSEc_x", {7, 10});
  EXPECT_EQ(parsed.series.solar_wind_at, WindPosition::l1);
}

TEST(Cdf, StampsOfAllThreeTypesAreTheSameTimes) {
  auto cdf = storm();
  auto& epoch = cdf.variables[0];
  const double since_1970 = static_cast<double>(noon.time_since_epoch().count()) * 60;
  epoch.type = CdfType::epoch16;
  epoch.records.clear();
  for (int i = 0; i < 3; ++i) {
    epoch.records.push_back(since_1970 + 62'167'219'200 + 60.0 * i);
    epoch.records.push_back(0);
  }
  expect_storm(read(cdf));
  epoch.type = CdfType::tt2000;
  epoch.records.clear();
  // TT - UTC was 64.184 s in 2004.
  for (int i = 0; i < 3; ++i)
    epoch.records.push_back((since_1970 + 60 * i - 946'728'000) * 1e9 + 64'184'000'000);
  expect_storm(read(cdf));
}

TEST(CdfTime, LeapSecondsOfTt2000AreCounted) {
  // 2017-01-01T00:00:00 UTC was 536,500,869.184 s of TT after 2000-01-01T12:00:00; a leap second came before.
  constexpr std::int64_t new_year = 536'500'869'184'000'000;
  const auto utc = make_time(2017, 1, 1).time_since_epoch().count() * 60'000'000L;
  EXPECT_EQ(stamp_of_tt2000(new_year), utc);
  EXPECT_EQ(stamp_of_tt2000(new_year + 60'000'000'000), utc + 60'000'000);
  EXPECT_EQ(stamp_of_tt2000(new_year - 2'000'000'000), utc - 1'000'000) << "23:59:59";
  EXPECT_EQ(stamp_of_tt2000(new_year - 1'000'000'000), utc - 1'000) << "23:59:60 belongs to its minute";
  EXPECT_LT(stamp_of_tt2000(new_year - 1), utc);
  EXPECT_GT(stamp_of_tt2000(new_year - 1), stamp_of_tt2000(new_year - 500'000'000));
  EXPECT_EQ(stamp_of_tt2000(INT64_MIN), no_stamp);
}

TEST(CdfTime, FillValuesAreNoStamps) {
  EXPECT_EQ(stamp_of_epoch(-1e31), no_stamp);
  EXPECT_EQ(stamp_of_epoch(0), no_stamp);
  EXPECT_EQ(stamp_of_epoch(std::nan("")), no_stamp);
  EXPECT_EQ(stamp_of_epoch16(-1e31, -1e31), no_stamp);
  EXPECT_EQ(stamp_of_epoch(year_0_to_1970_ms + 1.5), 1500);
}

TEST(Cdf, LimitsAndFillsMayBeSpeltInAnyWayAndStandAlone) {
  const auto read_with = [](std::vector<std::pair<std::string, double>> numbers,
                            std::vector<std::pair<std::string, std::string>> texts = {}) {
    CdfToWrite cdf{{minutes(3), along_time("BZ_GSM", CdfType::real4, {-77, 2, 30}, "nT")}};
    cdf.variables[1].numbers = std::move(numbers);
    for (auto& text : texts) cdf.variables[1].texts.push_back(std::move(text));
    return read(cdf).series;
  };
  expect_values(read_with({{"VALIDMIN", -50}}), "bz_gsm", {missing, 2, 30});
  expect_values(read_with({{"valid_max", 20}}), "bz_gsm", {-77, 2, missing});
  expect_values(read_with({}, {{"FILLVAL", "-77"}}), "bz_gsm", {missing, 2, 30});
}

TEST(Cdf, PackedNumbersAreUnpacked) {
  CdfToWrite cdf{{minutes(3), along_time("BZ_GSM", CdfType::real8, {-9999, 25, 300}, "nT")}};
  cdf.variables[1].numbers = {{"FILLVAL", -9999}, {"scale_factor", 0.1}};
  expect_values(read(cdf).series, "bz_gsm", {missing, 2.5F, 30});
}

/// Two files that cdflib 1.3 wrote; cdflib_test.py writes more of them where cdflib is installed.
TEST(Cdf, FilesOfAnotherProgramAreRead) {
  const auto folder = std::filesystem::path(SYMH_SOURCE_DIR) / "tests/fuzz/inputs/cdf";
  for (const auto* name : {"plain.cdf", "packed.cdf"}) {
    const auto series = parse_text(name, read_file(folder / name), {}).series;
    EXPECT_EQ(format_time(series.first_time()), "2015-03-17T00:00:00Z") << name;
    expect_values(series, "bz_gsm", {1, -2, 3, missing, 5, 6});
  }
}

TEST(Cdf, SamplesOfSecondsAreAveragedToMinutes) {
  CdfToWrite cdf{{{"Epoch", CdfType::epoch, {}}, along_time("Magnitude", CdfType::real4, {}, "nT")}};
  for (int i = 0; i < 12; ++i) {
    cdf.variables[0].records.push_back(epoch_of(noon) + 10'000.0 * i);
    cdf.variables[1].records.push_back(i + 1);
  }
  expect_values(read(cdf).series, "b_total", {3.5F, 9.5F});
}

TEST(Cdf, RecordsThatAreNotStoredAreMissingOrRepeatThePrevious) {
  auto cdf = storm();
  cdf.variables[0] = minutes(6);
  cdf.variables.resize(2);
  auto& sym_h = cdf.variables[1];
  sym_h.records = {-1, -2, -5};
  sym_h.blocks = {{0, 1}, {4, 4}};
  expect_values(read(cdf).series, "sym_h", {-1, -2, missing, missing, -5, missing});
  sym_h.repeats_previous = true;
  expect_values(read(cdf).series, "sym_h", {-1, -2, -2, -2, -5, missing});
}

TEST(Cdf, RoomForRecordsThatNobodyWroteIsNotRead) {
  for (const bool gzip : {false, true}) {
    auto cdf = storm();
    for (auto& variable : cdf.variables) {
      variable.records.insert(variable.records.end(), {0, 0});
      variable.unwritten = 2;
      variable.gzip = gzip;
    }
    expect_storm(read(cdf));
  }
}

TEST(Cdf, WithoutDependencesTheOnlyEpochGivesTheTimes) {
  auto cdf = storm();
  for (auto& variable : cdf.variables) variable.texts = {};
  const auto parsed = read(cdf);
  expect_storm(parsed);
  EXPECT_THAT(parsed.notes, Contains(HasSubstr("no unit is stated")));
}

TEST(Cdf, OfTwoTimesTheOneWithTheKnownChannelsIsTakenAndTheRestIsNamed) {
  auto cdf = storm();
  cdf.variables.push_back(minutes(2, "Epoch2"));
  cdf.variables.push_back(along_time("other", CdfType::real4, {1, 2}, "V", "Epoch2"));
  auto metadata = along_time("Time_PB5", CdfType::int4, {1, 2, 3}, "");
  metadata.texts.back().second = "metadata";
  cdf.variables.push_back(metadata);
  const auto parsed = read(cdf);
  expect_storm(parsed);
  EXPECT_EQ(parsed.series.find("Time_PB5"), nullptr);
  EXPECT_THAT(parsed.notes, Contains(HasSubstr("left out: other")));
}

TEST(Cdf, AnEpochThatTheReaderWouldComputeIsReplacedBySecondsSince1970) {
  CdfToWrite cdf{{{"tha_epoch", CdfType::epoch, {}, {{"VIRTUAL", "true"}}},
                  {"tha_time", CdfType::real8, {1099828800, 1099828860}},
                  along_time("bz_gsm", CdfType::real4, {-5, -6}, "nT", "tha_epoch")}};
  cdf.variables[2].texts.emplace_back("DEPEND_TIME", "tha_time");
  const auto parsed = read(cdf);
  EXPECT_EQ(parsed.series.first_time(), noon);
  expect_values(parsed.series, "bz_gsm", {-5, -6});
}

TEST(Cdf, SamplesWithoutATimeAreLeftOut) {
  CdfToWrite cdf{{minutes(5), along_time("SYM_H", CdfType::int4, {-1, -2, -3, -4, -5}, "nT")}};
  cdf.variables[0].records[1] = -1e31;
  const auto parsed = read(cdf);
  expect_values(parsed.series, "sym_h", {-1, missing, -3, -4, -5});
  EXPECT_THAT(parsed.notes, Contains(HasSubstr("1 samples without a time are left out")));
}

TEST(Cdf, RefusesWhatItCannotReadAndSaysWhatToDo) {
  using namespace std::string_literals;
  EXPECT_THAT(reason("\xCD\xF2\x60\x02\0\0\xFF\xFF"s),
              HasSubstr("found a CDF of version 2, expected version 3; "
                        "convert it with cdfconvert"));
  EXPECT_THAT(reason(CdfWriter({{minutes(2)}}).write()), HasSubstr("DEPEND_0"));
  auto other_unit = storm();
  other_unit.variables[1].texts[1].second = "K";
  EXPECT_THAT(reason(CdfWriter(other_unit).write()), HasSubstr("found SYM_H in 'K'"));
  auto impossible = storm();
  impossible.variables[1].records[0] = 12'000;
  EXPECT_THAT(reason(CdfWriter(impossible).write()), HasSubstr("found SYM_H = 12000 at sample 0"));
}

TEST(Cdf, ClaimsOfMoreThanTheFileHoldsAreRefused) {
  auto cdf = storm();
  cdf.variables[0].blocks = {{0, 2}};
  const auto good = CdfWriter(cdf).write();
  // The index record of the first variable: its last record, 2, becomes 2 thousand million.
  auto bytes = good;
  const auto index =
      bytes.find(std::string("\0\0\0\6", 4) + std::string(8, '\0') + std::string("\0\0\0\1", 4));
  ASSERT_NE(index, std::string::npos);
  bytes[index + 24] = '\x77';
  EXPECT_THAT(reason(bytes), HasSubstr("cut or corrupt"));
}

TEST(Cdf, GivesASeriesOrADataErrorWhateverTheDamage) {
  std::mt19937_64 generator(11);
  int read_count = 0, refused = 0;
  for (int i = 0; i < 4000; ++i) {
    auto cdf = storm();
    cdf.little_endian = i % 2 == 0;
    cdf.r_variables = i % 3 == 0;
    for (auto& variable : cdf.variables) variable.gzip = i % 4 == 0;
    auto bytes = CdfWriter(cdf).write();
    for (auto hits = 1 + generator() % 3; hits > 0; --hits)
      bytes[generator() % bytes.size()] = static_cast<char>(generator() % 256);
    if (i % 5 == 0) bytes.resize(generator() % bytes.size());
    reason(bytes) == "no error" ? ++read_count : ++refused;
  }
  EXPECT_GT(read_count, 100);
  EXPECT_GT(refused, 500);
}

}  // namespace
}  // namespace symh
