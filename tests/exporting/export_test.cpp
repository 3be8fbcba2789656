#include "exporting/export.h"

#include <gtest/gtest.h>
#include <torch/script.h>

#include "core/error.h"
#include "core/file.h"
#include "exporting/cases.h"
#include "exporting/inputs.h"
#include "saved/tiny_model.h"
#include "temporary_folder.h"

namespace symh {
namespace {

constexpr double tolerance_nt = 1e-4;

torch::jit::Module exported(const Ensemble& ensemble) {
  const TemporaryFolder folder;
  export_forecast(ensemble, ExportFormat::torchscript, folder.path() / "m.pt");
  return torch::jit::load((folder.path() / "m.pt").string());
}

/// The outputs of an exported file at the rows, by name.
std::map<std::string, torch::Tensor> outputs_at(torch::jit::Module& module, const ExportCase& c,
                                                const std::vector<std::int64_t>& rows,
                                                std::int64_t steps = 0) {
  const torch::NoGradGuard no_grad;
  const auto given = given_at(c, rows, steps);
  std::vector<torch::jit::IValue> inputs{given.x};
  if (given.time.defined()) inputs.emplace_back(given.time);
  std::map<std::string, torch::Tensor> outputs;
  for (const auto& item : module.forward(inputs).toGenericDict())
    outputs[item.key().toStringRef()] = item.value().toTensor();
  return outputs;
}

void expect_as_symh(torch::jit::Module& module, const ExportCase& c, const std::vector<std::int64_t>& rows,
                    std::int64_t steps = 0) {
  const auto got = outputs_at(module, c, rows, steps);
  const auto expected = expected_at(c, rows);
  ASSERT_EQ(got.size(), expected.size()) << c.name;
  for (const auto& [name, values] : expected)
    EXPECT_LT(largest_difference(got.at(name), values), tolerance_nt) << c.name << " " << name;
}

/// Those of the rows that symh forecasts from, and whether there are others.
std::int64_t forecasts_among(const ExportCase& c) {
  return expected_at(c, c.rows).at("forecast").select(1, 0).isnan().logical_not().sum().item<std::int64_t>();
}

TEST(Export, GivesWhatSymhForecastsForAnyBatchSizeAndAnyGaps) {
  torch::jit::setGraphExecutorOptimize(false);
  for (const auto& c : simulated_cases()) {
    const auto count = forecasts_among(c);
    EXPECT_GT(count, std::ssize(c.rows) / 10) << c.name;
    EXPECT_TRUE(count < std::ssize(c.rows) || c.name == "derived-optional" || c.name.starts_with("late"))
        << c.name << ": gaps end windows";
    auto module = exported(c.ensemble);
    expect_as_symh(module, c, c.rows);
    expect_as_symh(module, c, {c.rows.begin() + 20, c.rows.begin() + 27});
    expect_as_symh(module, c, {c.rows[30]});
  }
}

TEST(Export, FewerStepsGiveWhatSymhForecastsFromAShorterHistory) {
  const std::string windows =
      "channels = [\"sym_h\", \"asy_h\"]\nlookback_min = \"20m\"\npredict = \"correction\"\n"
      "drivers = \"optional\"\n";
  for (const auto& kind : kinds()) {
    const auto c = case_of(kind.name, {windows + "[model]\nkind = \"" + kind.name + "\"\n"});
    auto module = exported(c.ensemble);
    EXPECT_EQ(input_shape(c.ensemble).shortest, 4);
    for (const std::int64_t row : {3, 5, 11})  // the series begins with row 0
      expect_as_symh(module, c, {row}, row + 1);
    EXPECT_TRUE(outputs_at(module, c, {2}, 3).at("forecast").isnan().all().item<bool>()) << "too short";
  }
}

TEST(Export, BaselinesHaveAGraphFormToo) {
  auto c = case_of("baseline", {"channels = [\"sym_h\", \"asy_h\"]\n[model]\nkind = \"ridge\"\n"});
  auto& model = c.ensemble.members.front().model;
  const auto prepared = std::make_shared<const Prepared>(prepare(c.series, model.config.windows));
  const Windows windows(prepared, model.config.windows, model.scaling,
                        issue_rows(*prepared, model.config.windows, true).rows);
  QuickTeacher teacher(windows);
  for (auto& baseline : make_baselines(model.config.windows.horizon)) {
    baseline->learn(teacher);
    model.forecaster = std::move(baseline);
    auto module = exported(c.ensemble);
    expect_as_symh(module, c, c.rows);
  }
}

TEST(Export, TheRingCurrentStartsWhereTheGivenSamplesDo) {
  const auto c = case_of("short", {"channels = [\"sym_h\"]\nlookback_min = \"5m\"\nhead = [\"bank\", "
                                   "\"drive\"]\npredict = \"correction\"\n[model]\nkind = \"mlp\"\n"});
  auto module = exported(c.ensemble);
  for (const std::int64_t row : {0, 1, 4, 9, 18}) expect_as_symh(module, c, {row}, row + 1);
}

TEST(Export, MoreStepsThanNeededChangeNothing) {
  const auto c = case_of("lstm", {"channels = [\"sym_h\", \"asy_h\"]\n"});
  auto module = exported(c.ensemble);
  const auto steps = input_shape(c.ensemble).steps;
  EXPECT_EQ(steps, 12 + 12) << "lookback, and what gaps are filled from";
  expect_as_symh(module, c, {60}, steps + 9);
}

TEST(BundledExport, ForecastsObservedStormsAsSymhDoes) {
  torch::jit::setGraphExecutorOptimize(false);
  const auto cases = observed_cases();
  if (cases.empty()) GTEST_SKIP() << "no shared data: " << SYMH_SHARED_DATA << "/storms-5min";
  for (const auto& c : cases) {
    EXPECT_GT(std::ssize(c.rows), 150) << c.name;
    auto module = exported(c.ensemble);
    expect_as_symh(module, c, c.rows);
  }
}

TEST(Export, TheClockIsRightInEveryYear) {
  auto c = case_of("clock", {"channels = [\"sym_h\", \"hour_sin\", \"hour_cos\", \"doy_sin\", \"doy_cos\"]\n"
                             "[model]\nkind = \"mlp\"\n"});
  auto module = exported(c.ensemble);
  for (const int year : {1957, 1969, 1970, 1981, 1999, 2000, 2003, 2004, 2024, 2099, 2100})
    for (const auto start : {make_time(year, 12, 31), make_time(year, 2, 28), make_time(year, 7, 15)}) {
      c.series.segments[0].start = start;  // rows 1 day on are in the new year, on February 29 …
      expect_as_symh(module, c, c.rows);
    }
}

TEST(Export, ASpeedIsHeldOverAllThatIsGiven) {
  auto c = case_of("held-speed", {"channels = [\"sym_h\"]\npredict = \"correction\"\ndrivers = \"optional\"\n"
                                  "[model]\nkind = \"physics\"\n"});
  auto& speed = c.series.find("speed")->values;
  std::fill(speed.begin() + 300, speed.end(), missing);
  speed[299] = 900.F;
  auto module = exported(c.ensemble);
  expect_as_symh(module, c, {500}, 202);  // row 299 is the oldest
  const auto known = outputs_at(module, c, {500}, 202).at("forecast");
  EXPECT_GT(largest_difference(outputs_at(module, c, {500}, 201).at("forecast"), known), 1e-3);
}

TEST(Export, RefusesRingCurrentForecastsOfWindMeasuredNobodySaysWhere) {
  auto c = case_of("wind", {"channels = [\"sym_h\"]\nhead = [\"physics\"]\n"});
  c.ensemble.members[0].model.config.data.solar_wind_at = WindPosition::unknown;
  const TemporaryFolder folder;
  EXPECT_THROW(export_forecast(c.ensemble, ExportFormat::onnx, folder.path() / "m.onnx"), UsageError);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "m.onnx"));
}

TEST(Export, SaysWhichChannelsMayBeMissing) {
  const auto c =
      case_of("masked", {"channels = [\"sym_h\", \"asy_h\", \"asy_h_missing\", \"sym_h_missing\"]\n"});
  const auto shape = input_shape(c.ensemble);
  EXPECT_EQ(shape.channels, (std::vector<std::string>{"asy_h", "sym_h"}));
  EXPECT_EQ(shape.optional, (std::vector<std::string>{"asy_h"})) << "no forecast is without a last value";
}

TEST(Export, RefusesMembersOfWindMeasuredInTwoPlaces) {
  const std::string wind = "channels = [\"sym_h\", \"bz_gsm\"]\n[model]\nkind = \"mlp\"\n";
  auto c = case_of("two-places", {wind, wind});
  c.ensemble.members[0].model.config.data.solar_wind_at = WindPosition::bow_shock;
  EXPECT_THROW(wind_position(c.ensemble), UsageError);
}

TEST(Export, DescribesItself) {
  const TemporaryFolder folder;
  const auto c = case_of("wind", {"channels = [\"bz_gsm\", \"sym_h\"]\nhead = [\"drive\", \"hour_sin\"]\n"
                                  "drivers = \"optional\"\n[training]\nbands = true\n"});
  for (const auto& [format, name] :
       {std::pair(ExportFormat::torchscript, "m.pt"), std::pair(ExportFormat::onnx, "m.onnx")}) {
    export_forecast(c.ensemble, format, folder.path() / name);
    const auto json = nlohmann::json::parse(read_file(folder.path() / (std::string(name) + ".json")));
    std::vector<std::string> channels;
    for (const auto& channel : json.at("channels")) channels.push_back(channel.at("name"));
    EXPECT_EQ(channels, (std::vector<std::string>{"by_gsm", "bz_gsm", "density", "speed", "sym_h"}));
    EXPECT_EQ(json.at("channels")[3].at("unit"), "km/s");
    EXPECT_TRUE(json.at("channels")[3].at("may_be_missing"));
    EXPECT_FALSE(json.at("channels")[4].at("may_be_missing"));
    EXPECT_EQ(json.at("solar_wind_at"), "l1");
    EXPECT_EQ(json.at("steps"), 17 + 12) << "80 minutes from L1 and the gaps before";
    EXPECT_EQ(json.at("shortest_steps"), 12);
    EXPECT_EQ(json.at("lead_times_minutes"), (std::vector<int>{10, 30}));
    EXPECT_TRUE(json.at("inputs").contains("time"));
    EXPECT_TRUE(json.at("outputs").contains("band"));
  }
}

}  // namespace
}  // namespace symh
