#include "exporting/cases.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <random>

#include "core/error.h"
#include "exporting/inputs.h"
#include "exporting/late_cases.h"
#include "forecasting/hindcast.h"
#include "forecasting/latest.h"
#include "formats/load.h"
#include "models/kinds.h"
#include "saved/ensemble_folder.h"
#include "saved/tiny_model.h"
#include "series/transforms.h"
#include "windows/head.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

/// A first-order random walk around a mean, within limits.
std::vector<float> wander(std::mt19937_64& generator, std::size_t count, double mean, double spread,
                          double low) {
  std::vector<float> values;
  double x = 0;
  for (std::size_t i = 0; i < count; ++i) {
    x = 0.9 * x + 0.43 * (static_cast<double>(generator() % 20001) / 10000.0 - 1);
    values.push_back(static_cast<float>(std::max(low, mean + spread * x)));
  }
  return values;
}

void cut_gaps(std::mt19937_64& generator, std::vector<float>& values, std::size_t first) {
  for (std::size_t row = first; row < values.size();) {
    const auto length = 1 + generator() % (generator() % 5 == 0 ? 30 : 4);
    for (std::size_t i = row; i < std::min(values.size(), row + length); ++i) values[i] = missing;
    row += length + 20 + generator() % 60;
  }
}

std::vector<float> flat(const torch::Tensor& tensor) {
  const auto plain = tensor.contiguous();
  return {plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel()};
}

/// JSON has no NaN; null stands for it.
nlohmann::json numbers(const torch::Tensor& tensor) {
  return {{"shape", tensor.sizes().vec()}, {"values", flat(tensor)}};
}

/// Every so many issue times that have all steps before them; those with a speed that symh holds from before
/// these steps are left out, as the file cannot know it.
std::vector<std::int64_t> spread_rows(const Series& series, const InputShape& shape, std::int64_t every) {
  constexpr std::int64_t way_from_l1 = 20;  // samples whose speeds a forecast looks at
  std::vector<std::int64_t> rows;
  const bool wind = std::ranges::find(shape.channels, "speed") != shape.channels.end();
  std::vector<std::int64_t> measured(series.size(), -1);  // row of the newest speed
  for (const auto& segment : series.segments)
    for (std::size_t i = 0; i < segment.count; ++i) {
      const auto row = segment.first + i;
      const bool there = !wind || !std::isnan(series.at("speed").values[row]);
      measured[row] = there ? static_cast<std::int64_t>(row) : i > 0 ? measured[row - 1] : -1;
      const auto oldest = static_cast<std::int64_t>(row) - shape.steps + 1;
      const bool whole = oldest >= static_cast<std::int64_t>(segment.first);
      if (whole && measured[row - (wind ? way_from_l1 : 0)] >= oldest &&
          static_cast<std::int64_t>(row) % every == 0)
        rows.push_back(static_cast<std::int64_t>(row));
    }
  return rows;
}

/// Of an ensemble whose hindcast has no such issue time, as the members with the most have none: what it
/// issues from the data up to then.
std::optional<IssuedForecast> issued_at(const ExportCase& c, Time time) {
  try {
    auto forecast = issue_forecast(c.ensemble, c.series, time);
    if (forecast.issue_time == time) return forecast;
  } catch (const DataError&) {  // a member has no window at all
  }
  return std::nullopt;
}

}  // namespace

Series gappy_series(std::size_t count, unsigned seed) {
  std::mt19937_64 generator(seed);
  Series series;
  series.cadence = Minutes{5};
  series.solar_wind_at = WindPosition::l1;
  series.segments = {{make_time(2003, 12, 30), 0, count}};  // across a new year
  series.status.assign(count, Status::definitive);
  const auto add = [&](const char* name, double mean, double spread, double low, std::size_t first_gap) {
    auto& values = series.add(name).values;
    values = wander(generator, count, mean, spread, low);
    cut_gaps(generator, values, first_gap);
  };
  add("sym_h", -60, 50, -400, 90);
  add("asy_h", 40, 20, 0, 110);
  add("speed", 480, 100, 250, 20);
  add("density", 6, 4, 0.1, 30);
  add("temperature", 1e5, 6e4, 0, 40);
  add("bx_gsm", 0, 4, -50, 50);
  add("by_gsm", 0, 5, -50, 25);
  add("bz_gsm", -2, 8, -60, 35);
  add("b_total", 9, 4, 0.5, 45);
  return series;
}

Config small_config(const std::string& toml) {
  auto config = parse_config("[windows]\nlookback = \"1h\"\nhorizon = [\"10m\", \"30m\"]\n" + toml, "small");
  config.model.units = 6;
  config.model.head_units = 5;
  config.model.filters = {4, 4};
  config.model.kernels = {3, 3};
  config.model.strides = {1, 2};
  config.model.padding = 1;
  config.model.trees = 12;
  config.model.tree_leaf_samples = 5;
  config.model.tree_penalty = 1;
  return config;
}

Model model_on(const Config& config, const Series& series) {
  const auto prepared = std::make_shared<const Prepared>(prepare(series, config.windows));
  auto rows = issue_rows(*prepared, config.windows, true).rows;
  const auto scaling = fit_scaling(*prepared, rows, config.windows);
  const Windows windows(prepared, config.windows, scaling, rows);
  Model model{config, scaling, make_forecaster(config), {}, {{"seed", 1}}};
  QuickTeacher teacher(windows);
  model.forecaster->learn(teacher);
  return model;
}

ExportCase case_of(const std::string& name, const std::vector<std::string>& tomls, bool calibrated) {
  torch::manual_seed(5);
  const auto& first = tomls.front();  // the run from quiet of a model that bridges a gap is four days long
  const bool gap = first.find("\"gap\"") != std::string::npos;
  ExportCase c{name, {}, gappy_series(gap ? 2100 : 700, 1), {}};
  c.ensemble.name = name;
  for (const auto& toml : tomls) {
    auto config = small_config(toml);
    if (uses_solar_wind(config.windows) && config.data.solar_wind_at == WindPosition::unknown)
      config.data.solar_wind_at = WindPosition::l1;
    if (config.data.solar_wind_at == WindPosition::bow_shock)
      c.series.solar_wind_at = WindPosition::bow_shock;
    c.ensemble.members.push_back(
        {fmt::format("m{}", c.ensemble.members.size()), model_on(config, c.series), {}});
  }
  const auto count = static_cast<double>(tomls.size());
  for (std::size_t m = 0; m < tomls.size(); ++m) {
    const double tilt = (static_cast<double>(m) - (count - 1) / 2) / (count * count);
    c.ensemble.members[m].weights = {1 / count + tilt, 1 / count - tilt};
  }
  if (calibrated) c.ensemble.bands = {{0.9, 1.2}, {1.1, 0.8}};
  const auto steps = input_shape(c.ensemble).steps;
  for (auto row = steps - 1; row < std::ssize(c.series.status); row += 3) c.rows.push_back(row);
  return c;
}

namespace {

/// Trees cut at values that they have seen in training, so that the last digit of a derived channel, which
/// differs between compilers and between symh and the exported file, may take a sample to the other side.
/// Such rows say nothing of the export.
void leave_out_rows_on_cuts(ExportCase& c) {
  const auto expected = expected_at(c, c.rows).at("forecast");
  auto moves = torch::zeros({std::ssize(c.rows)}, torch::kBool);
  const auto series = c.series;
  for (const double direction : {-1e-6, 1e-6}) {
    double nudge = direction;
    for (auto& channel : c.series.channels) {
      for (auto& value : channel.values) value *= static_cast<float>(1 + nudge);
      nudge *= -1.3;  // not all by the same factor, of which an angle knows nothing
    }
    moves |= (expected_at(c, c.rows).at("forecast") - expected).abs().gt(0.01).any(1);
    c.series = series;
  }
  std::vector<std::int64_t> rows;
  for (std::size_t i = 0; i < c.rows.size(); ++i)
    if (!moves[static_cast<std::int64_t>(i)].item<bool>()) rows.push_back(c.rows[i]);
  c.rows = std::move(rows);
}

}  // namespace

/// An ensemble that counts its members by the age of SYM-H, which comes hours late or not at all.
void add_late_case(std::vector<ExportCase>& cases, ExportCase c) {
  c.ensemble.when_late = {
      {Minutes{30}, {{{0.4, 0.3}, {0.6, 0.7}}, {{1.3, 1.1, 1.2, 0.4}, {1.2, 1.4, 1.1, 0.3}}}},
      {Minutes{600}, {{{0.9, 0.8}, {0.1, 0.2}}, {{1.8, 1.9, 1.5, 0.2}, {2.1, 1.7, 1.4, 0.5}}}}};
  auto& index = c.series.find("sym_h")->values;
  for (std::size_t row = index.size() - 350; row < index.size(); ++row) index[row] = missing;
  c.rows = rows_with_wind(c.series, std::move(c.rows), input_shape(c.ensemble).steps);
  cases.push_back(std::move(c));
}

std::vector<ExportCase> simulated_cases() {
  const std::string two = "channels = [\"sym_h\", \"asy_h\"]\n";
  const std::string wind =
      "channels = [\"sym_h\", \"bz_gsm\", \"vbs\", \"log_density\", \"sqrt_pressure\", \"density_missing\", "
      "\"bz_gsm_missing\"]\ndrivers = \"optional\"\n";
  const std::string head =
      "head = [\"last\", \"physics\", \"bank\", \"drive\", \"hour_sin\", \"doy_cos\", \"asy_h\"]\n";
  const std::string derived =
      "channels = [\"vbs\", \"dynamic_pressure\", \"newell_coupling\", \"kan_lee\", \"epsilon\", "
      "\"clock_sin\", \"clock_cos\", \"v_bz\", \"sqrt_pressure\", \"log_density\", \"log_temperature\", "
      "\"sym_h_star\", \"hour_sin\", \"hour_cos\", \"doy_sin\", \"doy_cos\", \"asy_h_missing\"]\n";
  const std::string bands = "[training]\nbands = true\n", correction = "predict = \"correction\"\n";
  const auto kind = [](const std::string& name) { return "[model]\nkind = \"" + name + "\"\n"; };
  const std::string shorter = "lookback_min = \"20m\"\n", classes = "[model]\ntask = \"classification\"\n";

  std::vector<ExportCase> cases;
  const auto add = [&](const std::string& name, const std::vector<std::string>& tomls,
                       bool calibrated = false) { cases.push_back(case_of(name, tomls, calibrated)); };
  for (const auto& each : kinds())
    add(std::string(each.name) + "-correction", {wind + head + correction + kind(each.name)});
  add("lstm", {two});
  add("lstm-layers", {two + "[model]\nlayers = 2\n"});
  add("difference", {two + "difference = true\n"});
  add("gru-attention", {two + "predict = \"level\"\n" + kind("gru") + "output = \"attention\"\n"});
  add("rnn-all-steps", {two + kind("rnn") + "output = \"all_steps\"\n"});
  add("rnn-relu", {two + kind("rnn") + "nonlinearity = \"relu\"\n"});
  add("cnn-gelu", {two + kind("cnn") + "activation = \"gelu\"\n"});
  add("cnn-max", {two + kind("cnn") + "pooling = \"max\"\n"});
  add("cnn-average", {two + kind("cnn") + "pooling = \"average\"\nactivation = \"tanh\"\n"});
  add("cnn-lstm", {two + kind("cnn_lstm")});
  add("mlp", {two + kind("mlp")});
  add("classes", {two + classes});
  add("bands", {two + bands});
  add("no-fill", {two + "fill_limit = \"0m\"\n"});
  add("short-fill", {wind + head + "fill_limit = \"15m\"\n"});
  add("derived-required", {derived + "fill_limit = \"40m\"\n"});
  add("derived-optional", {derived + "drivers = \"optional\"\npredict = \"level\"\n"});
  add("short-lstm", {two + shorter + "[model]\nlayers = 2\n"});
  add("short-attention", {two + shorter + kind("gru") + "output = \"attention\"\n"});
  add("short-cnn", {two + shorter + kind("cnn")});
  add("short-cnn-lstm", {two + shorter + kind("cnn_lstm")});
  add("short-difference", {two + shorter + "difference = true\n"});
  add("bow-shock", {wind + head + correction + "[data]\nsolar_wind_at = \"bow_shock\"\n"});
  add("held-reference", {wind + correction + "[physics]\nreference = \"burton_held\"\n"});
  add("ridge", {wind + head + kind("ridge")});
  add("ridge-level", {two + "predict = \"level\"\n" + kind("ridge")});
  add("trees", {two + kind("boosted_trees")});
  add("trees-correction", {wind + correction + "head = [\"last\", \"hour_sin\"]\n" + kind("boosted_trees")});
  add("trees-derived", {derived + kind("boosted_trees")});
  leave_out_rows_on_cuts(cases.back());
  add("two-classifiers", {two + classes, two + classes + "kind = \"cnn\"\n"});
  add("mixed",
      {wind + head + correction + kind("cnn") + bands, two + "lookback_min = \"10m\"\n" + kind("gru"),
       wind + head + kind("ridge"), two + "fill_limit = \"0m\"\n" + kind("boosted_trees")},
      true);
  const std::string late =
      "channels = [\"vbs\", \"bz_gsm_missing\"]\nhead = [\"gap\", \"last\", \"hour_sin\"]\n"
      "drivers = \"optional\"\n";
  add("late", {late + correction + kind("mlp") + bands, late + kind("cnn") + bands}, true);
  add_late_case(cases,
                case_of("late-mixed",
                        {late + correction + kind("mlp") + bands,
                         wind + "head = [\"last\", \"physics\"]\n" + correction + kind("ridge") + bands},
                        true));
  add("mixed-without-bands", {two + kind("cnn"), two + kind("mlp")}, true);
  return cases;
}

std::vector<ExportCase> observed_cases() {
  std::vector<ExportCase> cases;
  const auto folder = fs::path(SYMH_SHARED_DATA) / "storms-5min" / "validation";
  if (!fs::exists(folder)) return cases;
  // October and November 2003, and a storm with gaps in every channel.
  const auto data = load({(folder / "storm_072.csv").string(), (folder / "storm_074.csv").string()},
                         {.solar_wind_at = WindPosition::l1})
                        .series;
  for (const auto* name : {"storms-l1", "late", "indices", "indices-daily", "day-ahead"}) {
    auto ensemble = load_ensemble(fs::path(SYMH_SOURCE_DIR) / "data" / "models" / name);
    auto series = resample(data, ensemble.windows().cadence);
    const auto shape = input_shape(ensemble);
    auto rows = spread_rows(series, shape, ensemble.windows().cadence == Minutes{5} ? 18 : 1);
    if (!ensemble.when_late.empty()) rows = rows_with_wind(series, rows, shape.steps);
    cases.push_back({name, std::move(ensemble), std::move(series), std::move(rows)});
  }
  return cases;
}

GivenTensors given_at(const ExportCase& c, const std::vector<std::int64_t>& rows, std::int64_t steps) {
  const auto shape = input_shape(c.ensemble);
  if (steps == 0) steps = shape.steps;
  const auto count = std::ssize(rows), width = std::ssize(shape.channels);
  GivenTensors given{torch::full({count, steps, width}, NAN), {}};
  auto* out = given.x.data_ptr<float>();
  std::vector<std::int64_t> times;
  for (const auto row : rows) {
    times.push_back(c.series.time_of(static_cast<std::size_t>(row)).time_since_epoch().count());
    for (auto from = row - steps + 1; from <= row; ++from)
      for (const auto& name : shape.channels) {
        const auto* channel = c.series.find(name);
        *out++ = channel == nullptr ? missing : channel->values[static_cast<std::size_t>(from)];
      }
  }
  if (shape.time) given.time = torch::tensor(times);
  return given;
}

std::map<std::string, torch::Tensor> expected_at(const ExportCase& c, const std::vector<std::int64_t>& rows) {
  if (!c.ensemble.when_late.empty()) return expected_when_late(c, rows);
  const auto time_at = [&](std::int64_t row) { return c.series.time_of(static_cast<std::size_t>(row)); };
  const auto table = hindcast(c.ensemble, c.series).table;
  const auto count = std::ssize(rows), leads = std::ssize(table.leads);
  const bool band = !table.leads[0].q05_nt.empty(), classes = !table.leads[0].level_probabilities.empty();
  std::map<std::string, torch::Tensor> outputs{{"forecast", torch::full({count, leads}, NAN)}};
  if (band) outputs["band"] = torch::full({count, leads, 3}, NAN);
  if (classes) outputs["probabilities"] = torch::full({count, leads, 4}, NAN);
  std::map<Time, std::size_t> samples;
  for (std::size_t i = 0; i < table.leads[0].issue_time.size(); ++i)
    samples[table.leads[0].issue_time[i]] = i;
  for (std::int64_t i = 0; i < count; ++i) {
    const auto sample = samples.find(time_at(rows[static_cast<std::size_t>(i)]));
    if (sample == samples.end()) {
      const auto issued = c.ensemble.members.size() > 1
                              ? issued_at(c, time_at(rows[static_cast<std::size_t>(i)]))
                              : std::nullopt;
      for (std::int64_t l = 0; issued && l < leads; ++l) {
        const auto& lead = issued->leads[static_cast<std::size_t>(l)];
        outputs["forecast"][i][l] = lead.value_nt;
        if (band) outputs["band"][i][l] = torch::tensor({*lead.q05_nt, lead.value_nt, *lead.q95_nt});
        if (classes) outputs["probabilities"][i][l] = torch::tensor(lead.class_probabilities);
      }
      continue;
    }
    for (std::int64_t l = 0; l < leads; ++l) {
      const auto& lead = table.leads[static_cast<std::size_t>(l)];
      const auto place = sample->second;
      outputs["forecast"][i][l] = lead.forecast_nt[place];
      if (band)
        outputs["band"][i][l] = torch::tensor({lead.q05_nt[place], lead.q50_nt[place], lead.q95_nt[place]});
      if (classes) outputs["probabilities"][i][l] = torch::tensor(lead.level_probabilities[place]);
    }
  }
  return outputs;
}

double largest_difference(const torch::Tensor& got, const torch::Tensor& expected) {
  constexpr double differs = std::numeric_limits<double>::infinity();
  if (got.sizes() != expected.sizes() || !at::equal(got.isnan(), expected.isnan())) return differs;
  const auto difference = ((got - expected).abs() - 1e-6 * expected.abs()).nan_to_num(0.0);
  return difference.numel() == 0 ? 0 : difference.max().item<double>();
}

nlohmann::json case_json(const ExportCase& c, const std::string& suffix) {
  const auto given = given_at(c, c.rows);
  nlohmann::json json{
      {"file", c.name + suffix}, {"x", numbers(given.x)}, {"outputs", nlohmann::json::object()}};
  if (given.time.defined()) {
    const auto* first = given.time.data_ptr<std::int64_t>();
    json["time"] = std::vector<std::int64_t>(first, first + given.time.numel());
  }
  for (const auto& [name, values] : expected_at(c, c.rows)) json["outputs"][name] = numbers(values);
  return json;
}

}  // namespace symh
