#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "core/file.h"
#include "core/memory_budget.h"
#include "formats/binary/netcdf_write.h"
#include "formats/cdf_writer.h"
#include "formats/load.h"
#include "formats/refusal.h"
#include "temporary_folder.h"

namespace symh {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::uint64_t mib = std::uint64_t{1} << 20;

/// Readers with 8 MiB of memory.
class Budget : public testing::Test {
 protected:
  void SetUp() override { set_memory_budget(8 * mib); }
  void TearDown() override { set_memory_budget(0); }
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  void shell(const std::string& command) const {
    ASSERT_EQ(std::system(("cd '" + folder_.path().string() + "' && " + command).c_str()), 0) << command;
  }
  std::string error_of(const std::string& name) const {
    try {
      load({path(name)});
    } catch (const DataError& error) {
      return error.what();
    }
    return "no error";
  }
  static auto refused(const std::string& place) {
    return AllOf(HasSubstr(place), HasSubstr(": reading needs at least "),
                 HasSubstr("but 8.0 MiB are allowed"),
                 EndsWith("raise the limit with --max-memory (or SYMH_MAX_MEMORY), or give less data"));
  }
  TemporaryFolder folder_;
};

/// Three minutes a day, with missing minutes between them.
std::string sparse_csv(int days, const char* columns = "time,sym_h", const char* values = ",-9") {
  std::string text = std::string(columns) + "\n";
  for (int day = 0; day < days; ++day)
    for (int minute = 0; minute < 3; ++minute)
      text += format_time(make_time(1970, 1, 1, 0, minute) + Minutes{1440} * day) + values + "\n";
  return text;
}

TEST_F(Budget, ASeriesWithAHoleEveryDayIsRefusedBeforeItTakesTheMemory) {
  EXPECT_EQ(parse_text("a.csv", sparse_csv(600), {}).series.size(), 1440U * 599 + 3);
  EXPECT_THAT(refusal_of("a.csv", sparse_csv(3000)), refused("a.csv"));
  EXPECT_THAT(refusal_of("a.csv", sparse_csv(600, "time,a,b,c", ",1,2,3")), refused("a.csv"));
}

TEST_F(Budget, SoAreFilesThatTogetherHaveHoles) {
  for (int i = 0; i < 8; ++i) {
    std::string text = "time,sym_h\n";
    for (int day = 0; day < 300; ++day)
      text += format_time(make_time(1970, 1, 1) + Minutes{1440} * (8 * day + i)) + ",-9\n" +
              format_time(make_time(1970, 1, 1) + Minutes{1440} * (8 * day + i) + Minutes{1}) + ",-9\n";
    write_file_atomically(path("data/" + std::to_string(i) + ".csv"), text);
  }
  EXPECT_THAT(error_of("data"), refused("0.csv and 7 more"));
}

TEST_F(Budget, AMemberOfAnArchiveIsRefusedWhileItUnpacks) {
  shell(
      "head -c 20000000 /dev/urandom | base64 > a.csv && gzip a.csv && yes | head -c 20000000 > b.csv && "
      "gzip b.csv && tar cf both.tar b.csv.gz");
  for (const auto* name : {"a.csv.gz", "b.csv.gz"}) EXPECT_THAT(error_of(name), refused(name));
  EXPECT_THAT(error_of("both.tar"), refused("both.tar!b.csv.gz"));
}

TEST_F(Budget, WhatUnpacksToTooManyTimesItsSizeIsRefusedWhateverTheBudget) {
  set_memory_budget(4096 * mib);
  shell(
      "yes | head -c 80000000 | gzip -9 > a.csv.gz && "
      "for i in 1 2 3; do yes | head -c 30000000 > $i.csv; done; tar czf many.tar.gz 1.csv 2.csv 3.csv");
  for (const auto* name : {"a.csv.gz", "many.tar.gz"})
    EXPECT_THAT(error_of(name), AllOf(HasSubstr(name), HasSubstr("unpack to more than 250 times as many")));
}

/// Minutes without a value, which deflate packs to nearly nothing.
Series minutes(std::size_t count, std::size_t channels) {
  Series series;
  series.segments = {{make_time(1990, 1, 1), 0, count}};
  for (std::size_t c = 0; c < channels; ++c)
    series.channels.push_back({fmt::format("c{}", c), std::vector<float>(count, 1)});
  series.status.assign(count, Status::unknown);
  return series;
}

TEST_F(Budget, NetcdfIsRefusedByItsSize) {
  write_netcdf(minutes(1'500'000, 2), {}, path("a.nc"));
  EXPECT_THAT(error_of("a.nc"), refused("a.nc"));
  set_memory_budget(64 * mib);
  EXPECT_EQ(load({path("a.nc")}).series.size(), 1'500'000U);
}

TEST_F(Budget, CdfIsRefusedByTheSizeOfItsUnpackedRecords) {
  const std::vector<double> zeros(1'200'000, 0);
  std::vector<double> times(zeros.size());
  for (std::size_t i = 0; i < times.size(); ++i)
    times[i] = epoch_of(make_time(1990, 1, 1) + Minutes{static_cast<long>(i)});
  const CdfToWrite cdf{
      .variables = {{.name = "Epoch", .type = CdfType::epoch, .records = times, .gzip = true},
                    {.name = "a", .records = zeros, .texts = {{"DEPEND_0", "Epoch"}}, .gzip = true}}};
  const auto bytes = CdfWriter(cdf).write();
  EXPECT_THAT(refusal_of("a.cdf", bytes), refused("a.cdf"));
  set_memory_budget(128 * mib);
  EXPECT_EQ(parse_text("a.cdf", bytes, {}).series.size(), zeros.size());
}

}  // namespace
}  // namespace symh
