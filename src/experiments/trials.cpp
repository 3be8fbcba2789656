#include "experiments/trials.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>
#include <string_view>

#include "core/error.h"

namespace symh {
namespace {

std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"") == std::string::npos) return text;
  std::string quoted(1, '"');
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

std::string header(const Config& config) {
  std::string line = "trial,rung,epochs,state,objective";
  for (const char* name : {"rmse", "relative_rmse"})
    for (const auto lead : config.windows.horizon) line += fmt::format(",{}_{}", name, format_duration(lead));
  line += ",samples,seconds,elapsed_seconds";
  for (const auto& range : config.tune.ranges) line += fmt::format(",{}", csv_cell(range.key));
  return line;
}

/// Keeps every digit, so that a resumed search makes the same decisions from the file.
std::string score_cells(const std::vector<double>& scores, std::size_t leads, bool failed) {
  std::string cells;
  for (std::size_t l = 0; l < leads; ++l) cells += failed ? "," : fmt::format(",{}", scores[l]);
  return cells;
}

std::string row(const Config& config, const TrialResult& result) {
  const auto leads = config.windows.horizon.size();
  auto line = fmt::format("{},{},{},{},", result.run.trial, result.run.rung, result.epochs,
                          result.failed ? "failed" : "done");
  if (!result.failed) line += fmt::format("{}", result.objective());
  line += score_cells(result.rmse, leads, result.failed) +
          score_cells(result.relative_rmse, leads, result.failed) +
          fmt::format(",{},{:.2f},{:.2f}", result.samples, result.seconds, result.elapsed_seconds);
  for (const auto& drawn : draw_trial(config, result.run.trial))
    line += fmt::format(",{}", csv_cell(plain_value(drawn)));
  return line;
}

/// Reads the cells of one line from the left; none of these cells is quoted.
class Cells {
 public:
  Cells(std::string_view line, std::string where) : rest_(line), where_(std::move(where)) {}
  std::string_view text() {
    const auto cell = rest_.substr(0, rest_.find(','));
    rest_.remove_prefix(std::min(cell.size() + 1, rest_.size()));
    return cell;
  }
  template <class T>
  T number() {
    const auto cell = text();
    T value{};
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error != std::errc{} || end != cell.data() + cell.size())
      throw DataError(
          fmt::format("{}: found '{}', expected a number; search anew with --overwrite", where_, cell));
    return value;
  }
  std::vector<double> scores(std::size_t leads, bool failed) {
    std::vector<double> values;
    for (std::size_t l = 0; l < leads; ++l)
      if (failed)
        text();
      else
        values.push_back(number<double>());
    return values;
  }

 private:
  std::string_view rest_;
  std::string where_;
};

TrialResult read_row(const std::string& line, const std::string& where, std::size_t leads) {
  Cells cells(line, where);
  TrialResult result;
  result.run.trial = cells.number<std::int64_t>();
  result.run.rung = cells.number<std::int64_t>();
  result.epochs = cells.number<std::int64_t>();
  result.failed = cells.text() == "failed";
  cells.text();  // skips the objective, which follows from the scores
  result.rmse = cells.scores(leads, result.failed);
  result.relative_rmse = cells.scores(leads, result.failed);
  result.samples = cells.number<std::int64_t>();
  result.seconds = cells.number<double>();
  result.elapsed_seconds = cells.number<double>();
  return result;
}

}  // namespace

double TrialResult::objective() const {
  if (failed || relative_rmse.empty()) return std::numeric_limits<double>::quiet_NaN();
  double sum = 0;
  for (const double one : relative_rmse) sum += one;
  return sum / static_cast<double>(relative_rmse.size());
}

Objectives objectives_of(const std::vector<TrialResult>& results) {
  Objectives objectives;
  for (const auto& result : results) objectives[result.run] = result.objective();
  return objectives;
}

const TrialResult* best_of(const std::vector<TrialResult>& results) {
  const TrialResult* best = nullptr;
  for (const auto& result : results) {
    const double objective = result.objective();
    if (std::isnan(objective)) continue;
    if (best == nullptr || std::pair(objective, result.run) < std::pair(best->objective(), best->run))
      best = &result;
  }
  return best;
}

std::string plain_value(const Drawn& drawn) {
  const auto& value = drawn.value;
  const bool quoted = value.size() >= 2 && (value.front() == '\'' || value.front() == '"');
  return quoted ? value.substr(1, value.size() - 2) : value;
}

std::string trials_csv(const Config& config, const std::vector<TrialResult>& results) {
  auto text = header(config) + "\n";
  for (const auto& result : results) text += row(config, result) + "\n";
  return text;
}

std::vector<TrialResult> read_trials_csv(const std::string& text, const std::string& origin,
                                         const Config& config) {
  std::istringstream lines(text);
  std::string line;
  if (!std::getline(lines, line) || line != header(config))
    throw DataError(fmt::format(
        "{}:1: found other columns than this search writes; search anew with --overwrite", origin));
  std::vector<TrialResult> results;
  for (int number = 2; std::getline(lines, line); ++number)
    results.push_back(read_row(line, fmt::format("{}:{}", origin, number), config.windows.horizon.size()));
  return results;
}

}  // namespace symh
