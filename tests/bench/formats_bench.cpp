// The speed of reading each format: bytes per second on one core, and load() of many files on all cores.
// cmake --preset release -DSYMH_BENCHMARKS=ON && cmake --build --preset release --target bench_formats
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "formats/format.h"
#include "formats/text/writers.h"
#include "temporary_folder.h"

namespace symh {
namespace {

constexpr std::size_t minutes_of_a_month = 30 * 1440;

/// Smooth, repeatable values as large as those of a disturbed month.
float value_at(std::size_t row, float mean, float swing) {
  const auto t = static_cast<float>(row);
  return std::round(mean + swing * std::sin(t / 97) * std::cos(t / 1013));
}

Series indices(Time start, std::size_t rows) {
  Series series;
  series.segments.push_back({start, 0, rows});
  series.status.assign(rows, Status::definitive);
  for (const auto* name : {"asy_d", "asy_h", "sym_d", "sym_h"}) {
    const float mean = name[0] == 'a' ? 200.F : -50.F;
    auto& values = series.add(name).values;
    for (std::size_t row = 0; row < rows; ++row) values[row] = value_at(row, mean, 150.F);
  }
  return series;
}

std::string iaga_text() { return write_iaga2002(indices(make_time(2001, 1, 1), minutes_of_a_month)); }

std::string csv_text() {
  auto series = indices(make_time(2001, 1, 1), minutes_of_a_month);
  for (const auto* name : {"bz_gsm", "speed", "density"}) {
    auto& values = series.add(name).values;
    for (std::size_t row = 0; row < values.size(); ++row)
      values[row] = value_at(row, 500, 400) / (name[0] == 's' ? 1.F : 10.F);
  }
  return write_csv(series);
}

/// Kyoto's order: for each day the hours of ASY-D, ASY-H, SYM-D, SYM-H.
std::string wdc_text() {
  std::string text;
  for (int day = 1; day <= 28; ++day)
    for (const auto* index : {"ASY D", "ASY H", "SYM D", "SYM H"})
      for (int hour = 0; hour < 24; ++hour) {
        text += fmt::format("ASYSYM N6E0101{:02}{:02}{}{:02}{:.3}WDCC2KYOTO", 1, day, index[4], hour, index);
        for (std::size_t m = 0; m < 60; ++m)
          text += fmt::format("{:6.0f}", value_at(m + 60 * static_cast<std::size_t>(hour), 200, 150));
        text += " 99999\n";
      }
  return text;
}

std::string omni_text() {
  std::string text;
  for (std::size_t row = 0; row < minutes_of_a_month; ++row) {
    const float v = value_at(row, 0, 9);
    text += fmt::format("2001{:4}{:3}{:3} 71 71  21  32   0   2500     12  0.10     64", row / 1440 + 1,
                        row / 60 % 24, row % 60);
    for (int i = 0; i < 8; ++i) text += fmt::format("{:8.2f}", i == 0 ? std::abs(v) : v);
    for (int i = 0; i < 4; ++i) text += fmt::format("{:8.1f}", 400 + 10 * v);
    text += fmt::format("{:7.2f}{:8.0f}.{:6.2f}{:7.2f}{:7.2f}{:6.1f}", 5 + v / 3, 90000 + 1000 * v, 2.5, 0.5,
                        1.2, 8.3);
    for (int i = 0; i < 6; ++i) text += fmt::format("{:8.2f}", 10 * v);
    for (int i = 0; i < 7; ++i) text += fmt::format("{:6.0f}", i > 4 ? std::abs(v) : v);
    text += fmt::format("{:7.2f}{:5.1f}\n", 1.5, 5.6);
  }
  return text;
}

/// A list of OMNIWeb with eight columns besides the stamp; the .fmt of the list lies beside it.
void read_omni_list(benchmark::State& state) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "w.fmt")
      << "FORMAT OF THE SUBSETTED FILE\n1 Year I4\n2 Day I4\n3 Hour I3\n4 Minute I3\n"
         "5 Field magnitude average, nT F8.2\n6 BX, nT (GSE, GSM) F8.2\n7 BY, nT (GSM) F8.2\n"
         "8 BZ, nT (GSM) F8.2\n9 Speed, km/s F8.1\n10 Proton Density, n/cc F7.2\n"
         "11 Temperature, K F9.0\n12 SYM/H, nT I6\n";
  std::string text;
  for (std::size_t row = 0; row < minutes_of_a_month; ++row) {
    const float v = value_at(row, 0, 9);
    text += fmt::format("2001{:4}{:3}{:3}{:8.2f}{:8.2f}{:8.2f}{:8.2f}{:8.1f}{:7.2f}{:8.0f}.{:6.0f}\n",
                        row / 1440 + 1, row / 60 % 24, row % 60, 10 + v, v, -v, 2 * v, 400 + 10 * v,
                        5 + v / 3, 90000 + 1000 * v, 3 * v);
  }
  const TextInput input{text, (folder.path() / "w.lst").string()};
  for (auto _ : state) benchmark::DoNotOptimize(format_named("OMNIWeb list").parse(input, {}));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(read_omni_list);

void read_text(benchmark::State& state, const char* format, const std::string& text) {
  const TextInput input{text, "a"};
  for (auto _ : state) benchmark::DoNotOptimize(format_named(format).parse(input, {}));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK_CAPTURE(read_text, iaga2002, "IAGA-2002", iaga_text());
BENCHMARK_CAPTURE(read_text, wdc, "WDC", wdc_text());
BENCHMARK_CAPTURE(read_text, omni, "OMNI", omni_text());
BENCHMARK_CAPTURE(read_text, csv, "CSV", csv_text());

/// Five years of monthly IAGA-2002 files.
void load_months(benchmark::State& state) {
  const TemporaryFolder folder;
  std::size_t bytes = 0;
  for (int month = 0; month < 60; ++month) {
    const auto text =
        write_iaga2002(indices(make_time(2001, 1, 1) + std::chrono::days{30 * month}, minutes_of_a_month));
    std::ofstream(folder.path() / fmt::format("{:02}.dat", month), std::ios::binary) << text;
    bytes += text.size();
  }
  for (auto _ : state) benchmark::DoNotOptimize(load({folder.path().string()}));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
}
BENCHMARK(load_months)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

/// The file that SYMH_BENCH_FILE names; in scripts/bench_reading.py pandas reads the same file.
void load_file(benchmark::State& state) {
  const char* const path = std::getenv("SYMH_BENCH_FILE");
  if (path == nullptr) return state.SkipWithError("SYMH_BENCH_FILE names no file");
  for (auto _ : state) benchmark::DoNotOptimize(load({path}));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(std::filesystem::file_size(path)));
}
BENCHMARK(load_file)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace
}  // namespace symh

BENCHMARK_MAIN();
