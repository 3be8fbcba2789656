#include <fmt/format.h>
#include <gmock/gmock.h>

#include "formats/cdf_writer.h"
#include "formats/csv_reading.h"
#include "series/transforms.h"

namespace symh {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

// Files with very many columns, variables or names. Where the work grew with the square of their number,
// these tests took minutes.
constexpr std::size_t many = 20'000;

std::string joined(const std::string& first, std::size_t count,
                   const std::function<std::string(std::size_t)>& text) {
  std::string line = first;
  for (std::size_t i = 0; i < count; ++i) line.append(",").append(text(i));
  return line + "\n";
}

std::string numbered(std::size_t i) { return fmt::format("c{}", i); }

TEST(WideCsv, EveryColumnIsAChannel) {
  auto text = joined("time", many, numbered);
  for (const auto* stamp : {"2019-05-03T00:00Z", "2019-05-03T00:01Z", "2019-05-03T00:05Z"})
    text += joined(stamp, many, [](std::size_t i) { return std::to_string(i); });
  const auto file = parse_text("a.csv", text, {});
  ASSERT_EQ(file.series.channels.size(), many);
  EXPECT_EQ(file.series.size(), 6U);
  EXPECT_EQ(file.series.at("c19999").values[5], 19999.F);
}

TEST(WideCsv, ColumnsOfWordsAreLeftOut) {
  auto text = joined("time,sym_h", many, numbered);
  text += joined("2019-05-03T00:00Z,-9", many, [](std::size_t) { return "word"; });
  text += joined("2019-05-03T00:01Z,-8", many, [](std::size_t) { return "word"; });
  const auto file = parse_text("a.csv", text, {});
  ASSERT_EQ(file.series.channels.size(), 1U);
  EXPECT_THAT(file.warnings, Contains(HasSubstr("c0, c1, c2")));
}

TEST(WideCsv, NamesOfMinutesAndNamesWithoutTextAreNoBurden) {
  auto text = joined("time,sym_h", many, [](std::size_t i) { return i % 2 == 0 ? "" : "mm"; });
  const auto again = text;
  text += joined("2019-05-03T00:00Z,-9", many, [](std::size_t) { return "1"; });
  text += again + joined("2019-05-03T00:01Z,-8", many, [](std::size_t) { return "1"; });
  const auto file = parse_text("a.csv", text, {});
  ASSERT_EQ(file.series.channels.size(), 1U);
  EXPECT_EQ(file.series.channels[0].values, (std::vector<float>{-9, -8}));
}

TEST(WideCsv, ShortLinesUnderAWideHeaderAreSkippedOneByOne) {
  auto text =
      joined("time", many, numbered) + joined("2019-05-03T00:00Z", many, [](std::size_t) { return "1"; });
  for (std::size_t i = 0; i < many; ++i) text += "a,b\n";
  EXPECT_EQ(parse_text("a.csv", text, {.tolerant = true}).source.skipped_lines, many);
}

TEST(WideCsv, AHeaderInAnotherOrderIsObeyed) {
  const auto file =
      read_csv("time,sym_h,a,A,b\n2019-05-03T00:00Z,-9,1,2,3\nb,A,a,sym_h,time\n4,5,6,-8,2019-05-03T00:01Z\n",
               {.column_channels = {{"A", "other"}}});
  EXPECT_EQ(file.series.at("sym_h").values, (std::vector<float>{-9, -8}));
  EXPECT_EQ(file.series.at("a").values, (std::vector<float>{1, 6}));
  EXPECT_EQ(file.series.at("other").values, (std::vector<float>{2, 5}));
  EXPECT_EQ(file.series.at("b").values, (std::vector<float>{3, 4}));
}

TEST(WideCsv, ShortHapiHeadersOfManyColumnsAreNotReadAgainAndAgain) {
  const std::string header = R"(#{"parameters":[{"name":"Time"},{"name":"a","size":[10000]}]})"
                             "\n";
  std::string text = header + joined("2019-05-03T00:00Z", 10'000, [](std::size_t) { return "1"; });
  for (std::size_t i = 0; i < many; ++i) text += header + "2019-05-03T00:01Z,1\n";
  EXPECT_THAT(refusal_of("a.csv", text, {.tolerant = true}), HasSubstr("found 'another HAPI header'"));
}

TEST(WideCsv, TheFirmestClaimToAChannelWinsAndEqualOnesAreRefused) {
  const auto file = read_csv("time,flow_speed,speed,V\n2019-05-03T00:00Z,300,400,500\n",
                             {.column_channels = {{"V", "speed"}}});
  EXPECT_EQ(file.series.at("speed").values, std::vector<float>{500});
  EXPECT_THAT(file.warnings,
              Contains(HasSubstr("left out: 'flow_speed' ('speed' is speed), 'speed' ('V' is speed)")));
  EXPECT_THAT(refusal("time,a,b,a,a\n2019-05-03T00:00Z,1,2,3,4\n"), HasSubstr("'a' and 'a' are both a"));
}

TEST(WideFiles, SeriesOfManyChannelsAreJoined) {
  const auto piece = [](int minute) {
    Series series;
    series.segments = {{make_time(2019, 5, 3, 0, minute), 0, 1}};
    series.status = {Status::unknown};
    for (std::size_t i = 0; i < many; ++i)
      series.channels.push_back({numbered(i), {static_cast<float>(minute)}});
    return Piece{.series = series};
  };
  const auto merged = merge({piece(0), piece(2), piece(2), piece(9)});
  ASSERT_EQ(merged.channels.size(), many);
  EXPECT_EQ(merged.at("c19999").values[2], 2.F);
  EXPECT_EQ(merged.at("c19999").values[9], 9.F);
}

TEST(WideFiles, ManySeriesWithAChannelEachAreJoined) {
  constexpr std::size_t files = 5000;
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < files; ++i) {
    Series series;
    series.segments = {{make_time(2019, 5, 3), 0, 2}};
    series.status.assign(2, Status::unknown);
    series.channels = {{numbered(i), {static_cast<float>(i), missing}}};
    pieces.push_back({.series = std::move(series)});
  }
  const auto merged = merge(std::move(pieces));
  ASSERT_EQ(merged.channels.size(), files);
  EXPECT_EQ(merged.at("c4999").values[0], 4999.F);
}

TEST(WideFiles, ManyFillValuesOfAVariableAreRefused) {
  CdfToWrite cdf{
      .variables = {{.name = "Epoch", .type = CdfType::epoch, .records = {epoch_of(make_time(2019, 5, 3))}},
                    {.name = "a", .records = {1}, .texts = {{"DEPEND_0", "Epoch"}}}}};
  // FILLVAL, F_ILLVAL, F__ILLVAL ... are one name.
  for (std::size_t i = 0; i < 101; ++i)
    cdf.variables[1].numbers.emplace_back(fmt::format("F{:_>{}}ILLVAL", "", i), static_cast<double>(i + 5));
  EXPECT_THAT(refusal_of("a.cdf", CdfWriter(cdf).write()),
              HasSubstr("fill values of a, expected at most 100"));
}

TEST(WideFiles, ManyVariablesOfACdfAreNoBurden) {
  CdfToWrite cdf{
      .variables = {{.name = "Epoch", .type = CdfType::epoch, .records = {epoch_of(make_time(2019, 5, 3))}}}};
  for (std::size_t i = 0; i < 5000; ++i)
    cdf.variables.push_back({.name = numbered(i), .records = {1}, .texts = {{"DEPEND_0", "Epoch"}}});
  EXPECT_EQ(parse_text("a.cdf", CdfWriter(cdf).write(), {}).series.channels.size(), 5000U);
}

/// A NetCDF file of the classic format whose variables of bytes all lie at the same place.
std::string overlapping_classic(std::uint32_t variables, std::uint32_t samples) {
  std::string text("CDF\1", 4);
  const auto put = [&](std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(value >> shift);
  };
  const auto put_all = [&](std::initializer_list<std::uint32_t> values) {
    for (const auto value : values) put(value);
  };
  put_all({0, 10, 1, 4});
  text += "time";
  put_all({samples, 0, 0, 11, variables});
  const std::size_t entry = 4 + 4 + 4 + 4 + 8 + 4 + 4 + 4;
  const auto data = static_cast<std::uint32_t>(text.size() + variables * entry);
  for (std::uint32_t v = 0; v < variables; ++v) {
    put(4);
    text += v == 0 ? "time" : fmt::format("{:04x}", v);
    put_all({1, 0, 0, 0, 1, samples, data});
  }
  return text + std::string(samples, '\1');
}

TEST(WideFiles, VariablesOfNetcdfThatShareTheirBytesAreRefused) {
  EXPECT_THAT(
      refusal_of("a.nc", overlapping_classic(2000, 100'000)),
      testing::AllOf(HasSubstr("a.nc: found "), HasSubstr("expected 2000"), HasSubstr("by its header")));
}

TEST(WideFiles, RecordsOfACdfThatOverlapAreRefused) {
  const CdfToWrite cdf{
      .variables = {{.name = "Epoch", .type = CdfType::epoch, .records = {epoch_of(make_time(2019, 5, 3))}},
                    {.name = "a", .records = {1}, .texts = {{"DEPEND_0", "Epoch"}}}}};
  auto bytes = CdfWriter(cdf).write();
  // The first record of an index gets a length up to the end of the file, and so does the next.
  std::size_t changed = 0;
  for (std::size_t at = 8; at + 12 < bytes.size();) {
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < 8; ++i) length = length << 8U | static_cast<unsigned char>(bytes[at + i]);
    if (bytes[at + 11] == 8) {  // a description of a variable
      const std::uint64_t rest = bytes.size() - at;
      for (std::size_t i = 0; i < 8; ++i) bytes[at + i] = static_cast<char>(rest >> (56 - 8 * i));
      ++changed;
    }
    at += length;
  }
  ASSERT_EQ(changed, 2U);
  EXPECT_THAT(refusal_of("a.cdf", bytes), HasSubstr("found records that overlap"));
}

}  // namespace
}  // namespace symh
