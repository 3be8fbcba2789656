#include "formats/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <random>

#include "core/error.h"
#include "core/file.h"
#include "series/storms.h"
#include "temporary_folder.h"

namespace symh {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

Series random_minutes(std::mt19937_64& generator, std::size_t count) {
  Series series;
  const Time start = make_time(2000, 2, 28) + Minutes{static_cast<long>(generator() % 2000)};
  series.segments = {{start, 0, count}};
  series.status.assign(count, Status::provisional);
  for (const auto* name : {"asy_d", "asy_h", "sym_d", "sym_h"}) {
    auto& values = series.add(name).values;
    for (auto& value : values)
      value = generator() % 5 == 0
                  ? missing
                  : static_cast<float>(static_cast<int>(generator() % 50000) - 30000) / 100.F;
  }
  series.channels[3].values.front() = series.channels[3].values.back() = -1.F;
  return series;
}

void expect_same(const Series& a, const Series& b) {
  ASSERT_EQ(a.size(), b.size());
  ASSERT_EQ(a.first_time(), b.first_time());
  for (const auto& channel : a.channels) {
    const auto& other = b.at(channel.name).values;
    for (std::size_t i = 0; i < a.size(); ++i) {
      ASSERT_EQ(std::isnan(channel.values[i]), std::isnan(other[i])) << channel.name << i;
      if (std::isnan(other[i])) continue;
      ASSERT_EQ(channel.values[i], other[i]) << channel.name << i;
    }
  }
}

TEST(Writers, ReadingWhatWasWrittenGivesTheSameSeries) {
  std::mt19937_64 generator(3);
  for (int i = 0; i < 60; ++i) {
    const TemporaryFolder folder;
    const auto series = random_minutes(generator, 2 + generator() % 400);
    write_file_atomically(folder.path() / "a.dat", write_iaga2002(series));
    write_file_atomically(folder.path() / "b.csv", write_csv(series));
    const auto iaga = load({(folder.path() / "a.dat").string()});
    expect_same(series, iaga.series);
    EXPECT_EQ(iaga.files[0].status, Status::provisional);
    expect_same(series, load({(folder.path() / "b.csv").string()}).series);
    EXPECT_EQ(write_iaga2002(iaga.series), write_iaga2002(series));
  }
}

TEST(Writers, HeaderLinesHaveSeventyCharacters) {
  std::mt19937_64 generator(4);
  const auto text = write_iaga2002(random_minutes(generator, 3));
  std::size_t begin = 0;
  for (int line = 0; line < 13; ++line) {
    const auto end = text.find('\n', begin);
    EXPECT_EQ(end - begin, 70U) << text.substr(begin, end - begin);
    begin = end + 1;
  }
}

class LoadTest : public testing::Test {
 protected:
  void SetUp() override {
    std::mt19937_64 generator(5);
    series_ = random_minutes(generator, 300);
    text_ = write_iaga2002(series_);
    write_file_atomically(file(), text_);
  }
  std::string file() const { return (folder_.path() / "ASY_a_b_P.dat").string(); }
  void shell(const std::string& command) const {
    ASSERT_EQ(std::system(("cd '" + folder_.path().string() + "' && " + command).c_str()), 0) << command;
  }
  std::string error_of(const std::string& path) const {
    try {
      load({path});
    } catch (const DataError& error) {
      return error.what();
    }
    return "no error";
  }
  TemporaryFolder folder_;
  Series series_;
  std::string text_;
};

TEST_F(LoadTest, OpensGzipXzAndZip) {
  shell(
      "gzip -k ASY_a_b_P.dat && xz -k ASY_a_b_P.dat && python3 -c \"import zipfile; "
      "z=zipfile.ZipFile('a.zip','w',8); "
      "z.write('ASY_a_b_P.dat'); z.write('ASY_a_b_P.dat','more/second.dat')\"");
  for (const auto* name : {"ASY_a_b_P.dat.gz", "ASY_a_b_P.dat.xz", "a.zip"})
    expect_same(series_, load({(folder_.path() / name).string()}).series);
  EXPECT_THAT(load({(folder_.path() / "a.zip").string()}).files[0].path, HasSubstr("a.zip!ASY_a_b_P.dat"));
}

TEST_F(LoadTest, RefusesACutArchive) {
  shell("gzip -k ASY_a_b_P.dat && head -c 900 ASY_a_b_P.dat.gz > cut.gz");
  EXPECT_THAT(error_of((folder_.path() / "cut.gz").string()), HasSubstr("cut or corrupt"));
}

TEST_F(LoadTest, RefusesWhatIsNotData) {
  const auto refused = [&](const std::string& text) {
    const auto path = (folder_.path() / "x.dat").string();
    write_file_atomically(path, text);
    return error_of(path);
  };
  EXPECT_THAT(refused(""), HasSubstr("x.dat:1:1: found 'an empty file'"));
  EXPECT_THAT(refused(std::string("\x7F"
                                  "ELF\0\0\1",
                                  7)),
              HasSubstr("binary data"));
  EXPECT_THAT(refused("<html><body>Error 500</body></html>\n"), HasSubstr("web page"));
  EXPECT_THAT(refused("a poem\nabout storms\n"), HasSubstr("expected IAGA-2002, WDC, OMNI or CSV"));
  EXPECT_THAT(error_of("/nonexistent/folder"), HasSubstr("no such file"));
}

TEST_F(LoadTest, AFolderAndAGlobAreOneSeries) {
  std::mt19937_64 generator(6);
  auto later = random_minutes(generator, 200);
  later.segments[0].start = series_.segments[0].start + Minutes{250};
  write_file_atomically(folder_.path() / "deeper" / "ASY_c_d_P.dat", write_iaga2002(later));
  write_file_atomically(folder_.path() / "README.md", "not data");
  EXPECT_EQ(load({folder_.path().string()}).series.size(), 450U);
  EXPECT_EQ(load({(folder_.path() / "*.dat").string()}).series.size(), 300U);
}

TEST(RealData, IsgiWeeksReadWhole) {
  const fs::path folder = fs::path(SYMH_SHARED_DATA) / "isgi-1min";
  if (!fs::exists(folder)) GTEST_SKIP() << "no real data at " << folder;
  const auto data = load({folder.string()});
  EXPECT_EQ(data.files.size(), 12U);
  EXPECT_EQ(data.series.size(), 120960U);
  const auto storms = find_storms(data.series);
  const auto deepest = *std::ranges::min_element(storms, {}, &Storm::minimum_nt);
  EXPECT_EQ(deepest.minimum_nt, -490.F);
  EXPECT_EQ(format_time(deepest.time_of_minimum), "2003-11-20T18:17:00Z");
}

TEST(RealData, FourIndicesStormCsvAndOmniCsvRead) {
  const fs::path shared(SYMH_SHARED_DATA);
  if (!fs::exists(shared)) GTEST_SKIP() << "no real data at " << shared;
  EXPECT_NE(load({(shared / "isgi-1min-four-indices").string()}).series.find("asy_h"), nullptr);
  const auto storms = load({(shared / "storms-5min" / "train").string()});
  EXPECT_EQ(storms.series.cadence, Minutes{5});
  EXPECT_EQ(storms.files.size(), 65U);
  EXPECT_NE(load({(shared / "omni-1min").string()}).series.find("dynamic_pressure"), nullptr);
}

}  // namespace
}  // namespace symh
