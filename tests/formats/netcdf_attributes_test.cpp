#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>
#include <cstdlib>
#include <fstream>

#include "core/error.h"
#include "core/file.h"
#include "formats/binary/netcdf_read.h"
#include "formats/load.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::NanSensitiveFloatEq;

/// Files that other programs write: `ncgen` makes them of CDL.
class NetcdfAttributes : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(std::system("command -v ncgen >/dev/null"), 0)
        << "run scripts/setup.sh, which installs netcdf-bin";
  }

  std::string path() const { return (folder_.path() / "a.nc").string(); }

  void write_cdl(const std::string& cdl, const std::string& kind = "nc4") const {
    const auto text = (folder_.path() / "a.cdl").string();
    std::ofstream(text) << cdl;
    ASSERT_EQ(std::system(("ncgen -k " + kind + " -o '" + path() + "' '" + text + "'").c_str()), 0) << cdl;
  }

  ParsedFile read_cdl(const std::string& cdl, const ReadOptions& options = {},
                      const std::string& kind = "nc4") {
    write_cdl(cdl, kind);
    bytes_ = read_file(path());
    return parse_netcdf({bytes_, "a.nc"}, options);
  }

  /// A file of four minutes with one variable, whose declaration and values are given.
  static std::string four_minutes(const std::string& variable, const std::string& values) {
    const auto name = variable.substr(variable.find(' ') + 1, variable.find('(') - variable.find(' ') - 1);
    return "netcdf a { dimensions: time = 4 ; variables: int time(time) ; "
           "time:units = \"minutes since 2001-03-31 00:00\" ; " +
           variable + " data: time = 0, 1, 2, 3 ; " + name + " = " + values + " ; }";
  }

  std::vector<float> values_of(const std::string& variable, const std::string& values,
                               const std::string& channel = "bz_gsm") {
    parsed_ = read_cdl(four_minutes(variable, values));
    return parsed_.series.at(channel).values;
  }

  std::string reason(const std::string& cdl, const ReadOptions& options = {}) {
    try {
      read_cdl(cdl, options);
    } catch (const DataError& error) {
      return error.what();
    }
    return "no error";
  }

  TemporaryFolder folder_;
  std::string bytes_;
  ParsedFile parsed_;
};

auto near(std::initializer_list<float> values) {
  std::vector<testing::Matcher<float>> matchers;
  for (const float value : values)
    matchers.push_back(std::isnan(value) ? testing::Matcher<float>(NanSensitiveFloatEq(value))
                                         : testing::Matcher<float>(testing::FloatNear(value, 1e-4F)));
  return testing::ElementsAreArray(matchers);
}

TEST_F(NetcdfAttributes, UnitsAreConvertedIntoThoseOfTheChannel) {
  EXPECT_THAT(values_of("double bz_gsm(time) ; bz_gsm:units = \"T\" ;", "-6e-9, 1e-9, 0, 2e-9"),
              near({-6, 1, 0, 2}));
  EXPECT_THAT(parsed_.notes, ElementsAre(HasSubstr("bz_gsm in T, converted to nT")));
  EXPECT_THAT(values_of("float speed(time) ; speed:units = \"m s-1\" ;", "4e5, 5e5, 6e5, 7e5", "speed"),
              near({400, 500, 600, 700}));
  EXPECT_THAT(
      values_of("float temperature(time) ; temperature:units = \"degC\" ;", "0, 1, 2, 3", "temperature"),
      near({273.15F, 274.15F, 275.15F, 276.15F}));
  EXPECT_THAT(values_of("float density(time) ; density:units = \"#/m^3\" ;", "5e6, 6e6, 7e6, 8e6", "density"),
              near({5, 6, 7, 8}));
}

TEST_F(NetcdfAttributes, UnitsOfTheChannelInAnySpellingChangeNothing) {
  for (const auto* unit : {"cm-3", "1/cm^3", "n/cc", "#/cc", "cm^-3", "1/cm3", "cm**-3"})
    EXPECT_THAT(values_of(fmt::format("float density(time) ; density:units = \"{}\" ;", unit), "1, 2, 3, 4",
                          "density"),
                near({1, 2, 3, 4}))
        << unit;
  for (const auto* unit : {"nT", "nt", "NT", "nanotesla", "nanoTesla", "gamma"})
    EXPECT_THAT(values_of(fmt::format("float bz_gsm(time) ; bz_gsm:units = \"{}\" ;", unit), "1, 2, 3, 4"),
                near({1, 2, 3, 4}))
        << unit;
}

TEST_F(NetcdfAttributes, AUnitOfAnotherQuantityIsRefused) {
  for (const auto* unit : {"km/s", "V", "counts", "fortnights"})
    EXPECT_THAT(
        reason(four_minutes(fmt::format("float bz_gsm(time) ; bz_gsm:units = \"{}\" ;", unit), "1, 2, 3, 4")),
        HasSubstr(fmt::format("found bz_gsm in '{}', expected a unit of bz_gsm that converts to nT", unit)));
}

TEST_F(NetcdfAttributes, EveryAttributeOfAFillMeansMissing) {
  for (const auto* attribute :
       {"bz_gsm:_FillValue = -77.f", "bz_gsm:missing_value = -77.f", "bz_gsm:missing_value = -5.f, -77.f",
        "bz_gsm:missing_value = -77.", "bz_gsm:missing_value = \"-77\"",
        "bz_gsm:missing_value = \"-5, -77.0\"", "bz_gsm:FILLVAL = -77.f"}) {
    EXPECT_THAT(values_of(fmt::format("float bz_gsm(time) ; {} ;", attribute), "1, -77, 3, 4"),
                near({1, missing, 3, 4}))
        << attribute;
    EXPECT_THAT(parsed_.notes, testing::Contains(HasSubstr("bz_gsm 1 by "))) << attribute;
  }
  EXPECT_THAT(values_of("double bz_gsm(time) ; bz_gsm:FILLVAL = -99.9f ;", "1, -99.9, 3, 4"),
              near({1, missing, 3, 4}))
      << "an attribute in float32 for values in float64";
}

TEST_F(NetcdfAttributes, WhatNobodyWroteIsMissing) {
  EXPECT_THAT(values_of("float bz_gsm(time) ;", "1, _, 3, 4"), near({1, missing, 3, 4}));
  EXPECT_THAT(values_of("int sym_h(time) ;", "1, _, 3, 4", "sym_h"), near({1, missing, 3, 4}));
  EXPECT_THAT(values_of("short sym_h(time) ;", "1, -32767, 3, 4", "sym_h"), near({1, missing, 3, 4}));
}

TEST_F(NetcdfAttributes, ValuesOutsideTheValidRangeAreMissing) {
  for (const auto* attribute :
       {"bz_gsm:valid_range = -200.f, 200.f", "bz_gsm:valid_min = -200.f", "bz_gsm:VALIDMIN = -200.",
        "bz_gsm:valid_min = -200.f ; bz_gsm:valid_max = 200.f"})
    EXPECT_THAT(values_of(fmt::format("float bz_gsm(time) ; {} ;", attribute), "-200, -999, 3, 200"),
                near({-200, missing, 3, 200}))
        << attribute;
  EXPECT_THAT(values_of("float bz_gsm(time) ; bz_gsm:valid_max = 100.1f ;", "1, 100.1, 500, 4"),
              near({1, 100.1F, missing, 4}));
  EXPECT_THAT(parsed_.notes, testing::Contains(HasSubstr("bz_gsm 1 by valid_max")));
}

TEST_F(NetcdfAttributes, PackedValuesHavePackedFillsAndLimits) {
  EXPECT_THAT(values_of("short bz_gsm(time) ; bz_gsm:scale_factor = 0.1f ; bz_gsm:add_offset = 5.f ; "
                        "bz_gsm:_FillValue = -999s ; bz_gsm:valid_min = -300s ;",
                        "10, -999, -301, -300"),
              near({6, missing, missing, -25}));
  EXPECT_THAT(values_of("short bz_gsm(time) ; bz_gsm:scale_factor = 0.1 ; bz_gsm:missing_value = -99.9 ;",
                        "10, -999, 20, 30"),
              near({1, missing, 2, 3}))
      << "an attribute with the type of the unpacked values";
  EXPECT_THAT(values_of("short bz_gsm(time) ; bz_gsm:scale_factor = -0.5 ; bz_gsm:valid_range = -10s, 10s ;",
                        "-10, 10, -11, 11"),
              near({5, -5, missing, missing}));
}

TEST_F(NetcdfAttributes, UnsignedValuesOfTheClassicFormatAreRead) {
  EXPECT_THAT(values_of("byte speed(time) ; speed:_Unsigned = \"true\" ; speed:scale_factor = 4. ; "
                        "speed:_FillValue = -1b ;",
                        "100, -56, -1, 127", "speed"),
              near({400, 800, missing, 508}));
}

TEST_F(NetcdfAttributes, AValueOutOfBoundsIsRefusedOrDroppedByItself) {
  const auto cdl = four_minutes("float bz_gsm(time) ; bz_gsm:units = \"nT\" ;", "1, 2, 5000, 4");
  EXPECT_THAT(reason(cdl), HasSubstr("found bz_gsm = 5000 at sample 2, expected bz_gsm between"));
  const auto parsed = read_cdl(cdl, {.tolerant = true});
  EXPECT_THAT(parsed.series.at("bz_gsm").values, near({1, 2, missing, 4}));
  EXPECT_THAT(parsed.warnings,
              ElementsAre(HasSubstr("1 value of bz_gsm out of bounds was taken as missing")));
}

TEST_F(NetcdfAttributes, NamesAreOneWhateverTheirCaseAndMarks) {
  for (const auto* name : {"SYM_H", "Sym-H", "symh", "SYMH"})
    EXPECT_THAT(
        values_of(fmt::format("float {0}(time) ; {0}:units = \"nT\" ;", name), "-1, -2, -3, -4", "sym_h"),
        near({-1, -2, -3, -4}))
        << name;
}

TEST_F(NetcdfAttributes, GseIsNeverTakenForGsm) {
  const auto parsed = read_cdl(
      "netcdf a { dimensions: time = 2 ; variables: int time(time) ; time:units = \"hours since 2001-3-31\" "
      "; "
      "float bx_gse(time) ; bx_gse:units = \"nT\" ; float by_gse(time) ; float BZ_GSE(time) ; "
      "data: time = 0, 1 ; bx_gse = 1, 2 ; by_gse = 3, 4 ; BZ_GSE = 5, 6 ; }");
  EXPECT_NE(parsed.series.find("bx_gsm"), nullptr) << "the x axes are one";
  EXPECT_EQ(parsed.series.find("by_gsm"), nullptr);
  EXPECT_EQ(parsed.series.find("bz_gsm"), nullptr);
  EXPECT_NE(parsed.series.find("by_gse"), nullptr);
}

constexpr const char* spacecraft =
    "netcdf a { dimensions: time = 3 ; variables: double time(time) ; "
    "time:units = \"milliseconds since 1970-01-01T00:00:00Z\" ; "
    "float proton_speed(time) ; proton_speed:units = \"km/s\" ; proton_speed:missing_value = -99999.f ; "
    "float bt(time) ; bt:units = \"nT\" ; float bx_gse(time) ; bx_gse:units = \"nT\" ; "
    "float bx_gsm(time) ; bx_gsm:units = \"nT\" ; float plasma(time) ; float odd(time) ; :program = "
    "\"DSCOVR\" ; "
    "data: time = 985996800000, 985996860000, 985996920000 ; proton_speed = 500, -99999, 510 ; bt = 7, 8, 9 "
    "; "
    "bx_gse = 1, 1, 1 ; bx_gsm = 2, 2, 2 ; plasma = 4, 5, 6 ; odd = 1, 2, 3 ; }";

TEST_F(NetcdfAttributes, ASpacecraftFileOfMillisecondsIsReadByTheTableOfNames) {
  const auto parsed = read_cdl(spacecraft);
  EXPECT_EQ(parsed.series.cadence, Minutes{1});
  EXPECT_EQ(format_time(parsed.series.first_time()), "2001-03-31T00:00:00Z");
  EXPECT_THAT(parsed.series.at("speed").values, near({500, missing, 510}));
  EXPECT_THAT(parsed.series.at("b_total").values, near({7, 8, 9}));
  EXPECT_THAT(parsed.series.at("bx_gsm").values, near({2, 2, 2})) << "the channel's own name is preferred";
  EXPECT_THAT(parsed.series.at("bx_gse").values, near({1, 1, 1}));
  EXPECT_EQ(parsed.series.solar_wind_at, WindPosition::l1);
}

TEST_F(NetcdfAttributes, SamplesThatTheFileMarksAsBadAreLeftOutAndThisIsSaid) {
  const auto parsed = read_cdl(
      "netcdf a { dimensions: time = 3 ; variables: double time(time) ; "
      "time:units = \"milliseconds since 1970-01-01T00:00:00Z\" ; float bz_gsm(time) ; bz_gsm:units = "
      "\"nT\" ; byte overall_quality(time) ; "
      "data: time = 985996800000, 985996860000, 985996920000 ; bz_gsm = 7, 80, 9 ; "
      "overall_quality = 0, 1, 0 ; }");
  EXPECT_THAT(parsed.series.at("bz_gsm").values, near({7, missing, 9}));
  EXPECT_EQ(parsed.series.channels.size(), 1U);
  EXPECT_THAT(parsed.notes, testing::Contains(HasSubstr("1 sample is left out, as overall_quality marks")));
}

TEST_F(NetcdfAttributes, AUsualFillThatNoAttributeStatesIsMissingAndThisIsSaid) {
  const auto parsed =
      read_cdl(four_minutes("float bz_gsm(time) ; bz_gsm:units = \"nT\" ;", "-999, 2, 3, -999.9"));
  EXPECT_THAT(parsed.series.at("bz_gsm").values, near({missing, 2, 3, missing}));
  EXPECT_THAT(parsed.notes, testing::Contains(HasSubstr("bz_gsm 2 as -999 is a usual fill value")));
  EXPECT_THAT(read_cdl(four_minutes("float sym_h(time) ; sym_h:units = \"nT\" ;", "-999, 2, 3, 4"))
                  .series.at("sym_h")
                  .values,
              near({missing, 2, 3, 4}))
      << "it lies within the bounds of SYM-H";
  EXPECT_THAT(read_cdl(four_minutes("float bz_gsm(time) ; bz_gsm:units = \"T\" ;", "-999, 2e-9, 3e-9, 0"))
                  .series.at("bz_gsm")
                  .values,
              near({missing, 2, 3, 0}))
      << "a fill is written without regard to the unit";
}

TEST_F(NetcdfAttributes, AFillThatPackingOrAUnitHidesIsMissing) {
  const auto packed = [&](const std::string& attributes, const std::string& values) {
    return read_cdl(
               four_minutes(
                   "short bz_gsm(time) ; bz_gsm:units = \"nT\" ; bz_gsm:scale_factor = 0.01 ; " + attributes,
                   values))
        .series.at("bz_gsm")
        .values;
  };
  EXPECT_THAT(packed("", "-9999, 250, -999, 32767"), near({missing, 2.5, -9.99, missing}));
  EXPECT_THAT(packed("bz_gsm:missing_value = -99.99 ;", "-9999, 250, 300, 400"), near({missing, 2.5, 3, 4}));
  EXPECT_THAT(packed("bz_gsm:missing_value = -5555.f ;", "-5555, 250, 300, 400"), near({missing, 2.5, 3, 4}));
  EXPECT_THAT(
      read_cdl(four_minutes("float bz_gsm(time) ; bz_gsm:units = \"pT\" ;", "-99999.9, 2500, 3000, 9999.99"))
          .series.at("bz_gsm")
          .values,
      near({missing, 2.5, 3, missing}));
}

TEST_F(NetcdfAttributes, FillsAndLimitsMayBeSpeltInAnyWay) {
  for (const auto* attribute : {"fillval", "FillVal", "fill_value", "MISSING_VALUE"})
    EXPECT_THAT(
        read_cdl(four_minutes(fmt::format("float bz_gsm(time) ; bz_gsm:units = \"nT\" ; bz_gsm:{} = -77.f ;",
                                          attribute),
                              "-77, 2, 3, 4"))
            .series.at("bz_gsm")
            .values,
        near({missing, 2, 3, 4}))
        << attribute;
  EXPECT_THAT(
      read_cdl(four_minutes("float bz_gsm(time) ; bz_gsm:units = \"nT\" ; bz_gsm:valid_min = \"none\" ; "
                            "bz_gsm:VALID_MAX = 3.f ;",
                            "1, 2, 3, 4"))
          .series.at("bz_gsm")
          .values,
      near({1, 2, 3, missing}));
}

TEST_F(NetcdfAttributes, AFrameMayFollowTheUnitButMustBeThatOfTheChannel) {
  EXPECT_THAT(read_cdl(four_minutes("float bz_gsm(time) ; bz_gsm:units = \"nT (GSM)\" ;", "1, 2, 3, 4"))
                  .series.at("bz_gsm")
                  .values,
              near({1, 2, 3, 4}));
  EXPECT_THAT(reason(four_minutes("float bz_gsm(time) ; bz_gsm:units = \"nT (GSE)\" ;", "1, 2, 3, 4")),
              HasSubstr("bz_gsm in 'nT (GSE)'"));
}

TEST_F(NetcdfAttributes, SamplesOf92SecondsFallIntoMinutes) {
  std::string times, values;
  for (int i = 0; i < 30; ++i) {
    times += fmt::format("{}{}", i == 0 ? "" : ", ", 92 * i);
    values += fmt::format("{}{}", i == 0 ? "" : ", ", i);
  }
  const auto series =
      read_cdl(
          "netcdf a { dimensions: time = 30 ; variables: double time(time) ; time:units = "
          "\"seconds since 2001-03-31\" ; float bz_gsm(time) ; bz_gsm:units = \"nT\" ; data: time = " +
          times + " ; bz_gsm = " + values + " ; }")
          .series;
  EXPECT_EQ(series.cadence, Minutes{1});
  EXPECT_EQ(series.at("bz_gsm").values.back(), 29.F);
}

TEST_F(NetcdfAttributes, ColumnsOfTheUserGoBeforeTheTable) {
  const auto parsed = read_cdl(spacecraft, {.column_channels = {{"plasma", "density"}, {"odd", "bx_gsm"}}});
  EXPECT_THAT(parsed.series.at("density").values, near({4, 5, 6}));
  EXPECT_THAT(parsed.series.at("bx_gsm").values, near({1, 2, 3}));
  EXPECT_THAT(parsed.warnings, ElementsAre(HasSubstr("bx_gsm is left out: odd is taken as bx_gsm")));
}

TEST_F(NetcdfAttributes, TwoVariablesOfOneChannelAreRefused) {
  EXPECT_THAT(reason("netcdf a { dimensions: time = 1 ; variables: int time(time) ; time:units = \"hours "
                     "since 2001-3-31\" "
                     "; float sym_h(time) ; float SYM_H(time) ; data: time = 0 ; sym_h = 1 ; SYM_H = 2 ; }"),
              HasSubstr("found two variables, sym_h and SYM_H, of sym_h"));
}

TEST_F(NetcdfAttributes, SamplesOfSecondsAreAveragedToMinutesAndThisIsSaid) {
  const auto parsed = read_cdl(
      "netcdf a { dimensions: time = 6 ; variables: double time(time) ; time:units = \"seconds since "
      "2001-03-31 "
      "00:00:00\" ; float bz_gsm(time) ; bz_gsm:units = \"nT\" ; bz_gsm:_FillValue = -9.f ; "
      "data: time = 0, 20, 40, 60, 80, 100 ; bz_gsm = 1, 2, 3, 4, -9, 6 ; }");
  EXPECT_EQ(parsed.series.cadence, Minutes{1});
  EXPECT_THAT(parsed.series.at("bz_gsm").values, near({2, 5}));
  EXPECT_THAT(parsed.notes, testing::Contains(HasSubstr("6 samples are averaged to 2 minutes")));
}

TEST_F(NetcdfAttributes, TimesComeInEveryUnitOfCf) {
  const auto first = [&](const std::string& unit, const std::string& times) {
    return format_time(
        read_cdl("netcdf a { dimensions: time = 2 ; variables: double when(time) ; when:units = \"" + unit +
                 "\" ; float sym_h(time) ; sym_h:units = \"nT\" ; data: when = " + times +
                 " ; sym_h = 1, 2 ; }")
            .series.first_time());
  };
  EXPECT_EQ(first("ms since 2001-3-31", "60000, 120000"), "2001-03-31T00:01:00Z");
  EXPECT_EQ(first("Seconds since 2001-03-31T00:00:30.000Z", "30, 90"), "2001-03-31T00:01:00Z");
  EXPECT_EQ(first("s since 2001-03-31 02:00:00 +2:00", "60, 120"), "2001-03-31T00:01:00Z");
  EXPECT_EQ(first("h since 2001-03-31 00:01 UTC", "0, 1"), "2001-03-31T00:01:00Z");
  EXPECT_EQ(first("days since 1858-11-17", "51999.000694444444, 51999.0013888889"), "2001-03-31T00:01:00Z");
}

TEST_F(NetcdfAttributes, TimesThatCannotBeMeantAreRefused) {
  const auto with = [&](const std::string& attributes) {
    return reason("netcdf a { dimensions: time = 1 ; variables: double time(time) ; " + attributes +
                  " float sym_h(time) ; data: time = 0 ; sym_h = 1 ; }");
  };
  for (const auto* unit :
       {"months since 2001-01-01", "minutes since yesterday", "minutes", "days since 2001-02-30"})
    EXPECT_THAT(with(fmt::format("time:units = \"{}\" ;", unit)), HasSubstr("found time in")) << unit;
  EXPECT_THAT(with("time:units = \"days since 0001-01-01\" ;"), HasSubstr("a date after 1582"))
      << "the standard calendar is Julian there";
  EXPECT_THAT(with("time:units = \"days since 2001-01-01\" ; time:calendar = \"noleap\" ;"),
              HasSubstr("the calendar 'noleap'"));
}

TEST_F(NetcdfAttributes, ArraysAndTextsAlongTimeAreNamedAsLeftOut) {
  const auto parsed = read_cdl(
      "netcdf a { dimensions: time = 2 ; axis = 3 ; variables: int time(time) ; time:units = \"hours since "
      "2001-3-31\" ; float b(time, axis) ; char word(time) ; float sym_h(time) ; sym_h:units = \"nT\" ; "
      "data: time = 0, 1 ; sym_h = 1, 2 ; }");
  EXPECT_THAT(parsed.notes, ElementsAre(HasSubstr("left out: b, word")));
}

TEST_F(NetcdfAttributes, AShortClassicFileWithALongHeaderIsReadWhole) {
  const auto cdl = [](int length) {
    return "netcdf a { dimensions: time = UNLIMITED ; variables: int time(time) ; time:units = \"hours since "
           "2001-3-31\" ; short sym_h(time) ; sym_h:units = \"nT\" ; :history = \"" +
           std::string(length, 'x') + "\" ; data: time = 0, 1, 2 ; sym_h = -1, -2, -3 ; }";
  };
  for (const auto* kind : {"classic", "64-bit-offset", "64-bit-data"})
    for (const int length : {10, 4000, 9000, 20000, 70000})
      EXPECT_THAT(read_cdl(cdl(length), {}, kind).series.at("sym_h").values, near({-1, -2, -3}))
          << kind << ' ' << length;
}

TEST_F(NetcdfAttributes, ACutClassicFileIsRefusedWhereverItIsCut) {
  write_cdl(four_minutes("float bz_gsm(time) ; bz_gsm:units = \"nT\" ;", "1, 2, 3, 4"), "classic");
  const auto whole = read_file(path());
  parse_netcdf({whole, "a.nc"}, {});
  for (std::size_t length = 4; length < whole.size(); ++length) {
    const auto cut = whole.substr(0, length);
    EXPECT_THROW(parse_netcdf({cut, "a.nc"}, {}), DataError) << length << " of " << whole.size();
  }
}

}  // namespace
}  // namespace symh
