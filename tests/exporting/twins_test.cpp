#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/script.h>

#include <cmath>
#include <random>
#include <sstream>

#include "exporting/cases.h"
#include "exporting/inputs.h"
#include "exporting/torchscript.h"
#include "graph/number.h"
#include "physics/derived.h"
#include "physics/derived_table.h"
#include "series/transforms.h"
#include "windows/graph_index_gap.h"
#include "windows/graph_window.h"
#include "windows/head.h"
#include "windows/windows.h"

// What is computed on series and described in graphs must be the same: every derived channel, every group of
// features, every base of the output, the window itself, and the causal filling of gaps.

namespace symh {
namespace {

torch::Tensor output_of(graph::Graph& graph, graph::Value output,
                        const std::vector<torch::jit::IValue>& inputs) {
  graph.output("y", output, {"batch", "n"});
  std::istringstream file(write_torchscript(graph));
  const torch::NoGradGuard no_grad;
  return torch::jit::load(file).forward(inputs).toGenericDict().at("y").toTensor();
}

/// NaN in the same places, and elsewhere the same to a few digits of float32.
void expect_same(const torch::Tensor& got, const torch::Tensor& expected, const std::string& name) {
  ASSERT_EQ(got.sizes(), expected.sizes()) << name;
  ASSERT_TRUE(at::equal(got.isnan(), expected.isnan())) << name;
  EXPECT_GT(expected.isfinite().sum().item<std::int64_t>(), expected.numel() / 4) << name;
  const auto error =
      (got - expected).abs() / (expected.abs() + 1e-2 * expected.nan_to_num(0.0).abs().max() + 1e-3);
  // A forecast less the last value loses two of the seven digits.
  EXPECT_LT(error.nan_to_num(0.0).max().item<double>(), 1e-4) << name;
}

TEST(Twins, EveryDerivedChannelIsTheSameInAGraphAsOnASeries) {
  auto series = gappy_series(600, 3);
  for (const std::size_t row : {7U, 8U, 9U}) series.find("by_gsm")->values[row] = 0.F;
  series.find("bz_gsm")->values[7] = 0.F;  // no transverse field
  series.find("bz_gsm")->values[8] = 4.F;
  series.find("bz_gsm")->values[9] = -4.F;
  for (const auto& row : derived_channels<float, Time>()) {
    const std::string name(row.name);
    graph::Graph graph;
    std::vector<graph::Value> inputs;
    std::vector<torch::jit::IValue> given;
    for (const auto& input : row.inputs) {
      inputs.push_back(graph.input(input, graph::DataType::float32, {"batch"}));
      given.emplace_back(torch::tensor(series.at(input).values));
    }
    std::vector<std::int64_t> stamps;
    for (std::size_t i = 0; i < series.size(); ++i)
      stamps.push_back(series.time_of(i).time_since_epoch().count());
    const auto time = graph.input("time", graph::DataType::int64, {"batch"});
    given.emplace_back(torch::tensor(stamps));
    const auto& twins = derived_channels<graph::Value, graph::Value>();
    const auto value = twins.at(static_cast<std::size_t>(&row - derived_channels<float, Time>().data()))
                           .value({inputs.data(), row.reads_clock ? std::optional(time) : std::nullopt});
    const auto got = output_of(graph, value, given);
    add_derived_channel(series, name);
    expect_same(got, torch::tensor(series.at(name).values), name);
  }
}

/// The rows of a case at which a window of its only member ends, all needed samples before them.
struct Twin {
  ExportCase of;
  Prepared prepared;
  const Model& model() const { return of.ensemble.members.front().model; }
  const WindowsConfig& config() const { return model().config.windows; }
};

Twin twin_of(const std::string& toml) {
  const bool gap = toml.find("\"gap\"") != std::string::npos;  // its windows may not show SYM-H
  auto of = case_of("twin", {"channels = [\"" + std::string(gap ? "speed" : "sym_h") +
                             "\"]\ndrivers = \"optional\"\n" + toml});
  auto prepared = prepare(of.series, of.ensemble.members.front().model.config.windows);
  return {std::move(of), std::move(prepared)};
}

torch::Tensor from_graph(const Twin& twin, const std::function<graph::Value(const GraphIssue&)>& value) {
  graph::Graph graph;
  const auto& config = twin.config();
  const auto series = graph_series(graph, input_shape(twin.of.ensemble), config.cadence);
  const auto last = bridges_gap(config)
                        ? GraphIndexGap(series, config.fill_limit, WindPosition::l1).estimate_nt()
                        : select(GraphChannels(series, config.fill_limit, 1)(config.target), 1, 0);
  const auto given = given_at(twin.of, twin.of.rows);
  std::vector<torch::jit::IValue> inputs{given.x};
  if (given.time.defined()) inputs.emplace_back(given.time);
  return output_of(graph, value({series, config, WindPosition::l1, last}), inputs);
}

torch::Tensor table_of(const std::vector<float>& values, std::size_t rows) {
  return torch::tensor(values).reshape({static_cast<std::int64_t>(rows), -1});
}

TEST(Twins, EveryGroupOfFeaturesIsTheSameInAGraphAsOnASeries) {
  for (const auto& [name, of_name] : feature_groups()) {
    const auto* group = of_name;
    // These stand beside gap alone: AnchorAndStationsAreAbsentInAGraph.
    if (name == "anchor" || name == "stations") continue;
    const auto entry = name.empty() ? std::string("asy_h\", \"kan_lee\", \"hour_sin") : std::string(name);
    const auto twin = twin_of("head = [\"" + entry + "\"]\n");
    ASSERT_EQ(wanted_groups(twin.config()), std::vector{group}) << entry;
    const auto got = from_graph(twin, [&](const GraphIssue& issue) { return group->graph(issue); });
    const auto expected =
        table_of(head_values(twin.prepared, twin.config(), twin.of.rows), twin.of.rows.size());
    EXPECT_EQ(expected.size(1), std::ssize(group->features(twin.config()))) << entry;
    expect_same(got, expected, entry);
  }
}

TEST(Twins, TheGapOfALateIndexIsTheSameInAGraphAsOnASeries) {
  auto twin = twin_of("head = [\"gap\"]\n");
  auto& index = twin.of.series.find("sym_h")->values;
  const auto* group = wanted_groups(twin.config()).front();
  const auto first = index.size() - 400;
  // No value for the last 400 rows, so that the newest is up to 33 h old; then none at all.
  for (auto row = first; row < index.size(); ++row) index[row] = missing;
  for (const bool none : {false, true}) {
    if (none) index.assign(index.size(), missing);
    twin.prepared = prepare(twin.of.series, twin.config());
    const auto got = from_graph(twin, [&](const GraphIssue& issue) { return group->graph(issue); });
    expect_same(got, table_of(head_values(twin.prepared, twin.config(), twin.of.rows), twin.of.rows.size()),
                none ? "none" : "late");
    const auto last = from_graph(twin, [&](const GraphIssue& issue) { return unsqueeze(issue.last_nt, 1); });
    std::vector<float> estimates;
    for (const auto row : twin.of.rows)
      estimates.push_back(twin.prepared.last_nt(static_cast<std::size_t>(row)));
    expect_same(last, table_of(estimates, estimates.size()), "estimate");
  }
}

TEST(Twins, AnchorAndStationsAreAbsentInAGraph) {
  for (const std::string name : {"anchor", "stations"}) {
    const auto twin = twin_of("head = [\"gap\", \"" + name + "\"]\n");
    const auto& group = *wanted_groups(twin.config()).back();
    const auto got = from_graph(twin, [&](const GraphIssue& issue) { return group.graph(issue); });
    const auto all = table_of(head_values(twin.prepared, twin.config(), twin.of.rows), twin.of.rows.size());
    const auto expected = all.slice(1, all.size(1) - std::ssize(group.features(twin.config())));
    EXPECT_TRUE(at::allclose(got, expected, 0, 0, /*equal_nan=*/true)) << name;
  }
}

TEST(Twins, EveryBaseOfTheOutputIsTheSameInAGraphAsOnASeries) {
  for (const auto* predict :
       {"change", "level", "correction", "correction\"\n[physics]\nreference = \"obrien_burton"}) {
    const auto twin = twin_of("head = [\"last\"]\npredict = \"" + std::string(predict) + "\"\n");
    expect_same(from_graph(twin, graph_base),
                table_of(base_nt(twin.prepared, twin.config(), twin.of.rows), twin.of.rows.size()), predict);
  }
}

/// One part of the windows of a case, as [B, n] of its graph.
torch::Tensor window_part(const ExportCase& c, const std::function<graph::Value(const GraphWindow&)>& part) {
  graph::Graph graph;
  const auto& model = c.ensemble.members.front().model;
  const auto series = graph_series(graph, input_shape(c.ensemble), model.config.windows.cadence);
  const auto window = graph_window(series, model.config.windows, model.scaling, WindPosition::l1);
  const auto given = given_at(c, c.rows);
  std::vector<torch::jit::IValue> inputs{given.x};
  if (given.time.defined()) inputs.emplace_back(given.time);
  return output_of(graph, cast(part(window), graph::DataType::float32), inputs);
}

TEST(Twins, EveryWindowIsTheSameInAGraphAsOnASeries) {
  for (const auto* toml :
       {"channels = [\"sym_h\", \"vbs\"]\nhead = [\"last\", \"hour_sin\"]\n",
        "channels = [\"sym_h\", \"speed\", \"speed_missing\"]\nlookback_min = \"20m\"\npredict = \"level\"\n",
        "channels = [\"bz_gsm\", \"sym_h\", \"doy_cos\"]\ndifference = true\nfill_limit = \"10m\"\n",
        "channels = [\"sym_h\", \"density\"]\ndrivers = \"optional\"\npredict = \"correction\"\n"}) {
    auto c = case_of("window", {toml});
    const auto& model = c.ensemble.members.front().model;
    const auto& config = model.config.windows;
    const auto prepared = std::make_shared<const Prepared>(prepare(c.series, config));
    auto issued = issue_rows(*prepared, config, false).rows;
    const auto is_issued = [&](std::int64_t row) { return std::ranges::find(issued, row) != issued.end(); };
    std::vector<float> expected_valid;
    for (const auto row : c.rows) expected_valid.push_back(is_issued(row) ? 1.F : 0.F);
    const auto valid = window_part(c, [](const GraphWindow& window) { return unsqueeze(window.valid, 1); });
    EXPECT_TRUE(at::equal(valid.squeeze(1), torch::tensor(expected_valid))) << toml;

    std::erase_if(c.rows, [&](std::int64_t row) { return !is_issued(row); });
    ASSERT_GT(c.rows.size(), 30U) << toml;
    const Windows windows(prepared, config, model.scaling, c.rows);
    const auto batch = windows.batch(0, windows.size());
    const auto steps = longest_history(config);
    const auto at_rows = [&](std::int64_t columns) { return std::vector<std::int64_t>{-1, columns}; };
    expect_same(window_part(c,
                            [&](const GraphWindow& w) {
                              return reshape(w.inputs, at_rows(steps * std::ssize(config.channels)));
                            }),
                batch.inputs.contiguous().flatten(1), toml);
    expect_same(window_part(c, [](const GraphWindow& w) { return unsqueeze(w.lengths, 1); }),
                batch.lengths.unsqueeze(1).to(torch::kFloat32), toml);
    expect_same(window_part(c, [](const GraphWindow& w) { return w.base_nt; }), batch.base_nt, toml);
    if (model.scaling.head_mean.empty()) continue;
    expect_same(window_part(c, [](const GraphWindow& w) { return w.head; }), batch.head, toml);
  }
}

TEST(Twins, GapsAreFilledInAGraphAsOnASeries) {
  for (const std::int64_t limit : {0, 1, 3, 4, 12, 31}) {
    const auto series = gappy_series(500, 4);
    graph::Graph graph;
    const auto x = graph.input("x", graph::DataType::float32, {"batch", "500", "1"});
    const auto given = torch::tensor(series.at("sym_h").values).reshape({1, 500, 1});
    const auto got = output_of(graph, held(x, limit), {given}).flatten();
    EXPECT_TRUE(torch::allclose(got, torch::tensor(filled_causally(series, "sym_h", limit * series.cadence)),
                                0, 0,
                                /*equal_nan=*/true))
        << limit;
  }
}

}  // namespace
}  // namespace symh
