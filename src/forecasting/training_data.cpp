#include "forecasting/training_data.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace symh {
namespace {

using Span = std::pair<Time, Time>;  // both ends included

std::optional<Span> span_of(const nlohmann::json& first, const nlohmann::json& last) {
  if (!first.is_string() || !last.is_string()) return std::nullopt;
  const auto from = parse_time(first.get<std::string>()), to = parse_time(last.get<std::string>());
  if (!from || !to) return std::nullopt;
  return Span{*from, *to};
}

/// The spans of one part of the data; its period if it states no spans.
void add_spans(const nlohmann::json& part, std::vector<Span>& spans, bool& only_period) {
  if (const auto stated = part.find("spans"); stated != part.end() && stated->is_array()) {
    for (const auto& span : *stated)
      if (span.is_array() && span.size() == 2)
        if (const auto found = span_of(span[0], span[1])) spans.push_back(*found);
    return;
  }
  const auto period = part.find("period");
  if (period == part.end() || !period->is_object()) return;
  if (const auto found =
          span_of(period->value("first", nlohmann::json()), period->value("last", nlohmann::json()))) {
    spans.push_back(*found);
    only_period = true;
  }
}

}  // namespace

SeenInTraining seen_in_training(const Ensemble& ensemble, const ForecastTable& table) {
  SeenInTraining seen;
  if (table.leads.empty()) return seen;
  std::vector<Span> spans;
  const auto data = ensemble.provenance.find("data");
  if (data == ensemble.provenance.end() || !data->is_object()) return seen;
  for (const auto& part : *data)
    if (part.is_object()) add_spans(part, spans, seen.only_period);
  const auto& times = table.leads.front().issue_time;
  seen.issue_times = times.size();
  seen.seen = static_cast<std::size_t>(std::ranges::count_if(times, [&](Time time) {
    return std::ranges::any_of(spans,
                               [&](const Span& span) { return time >= span.first && time <= span.second; });
  }));
  return seen;
}

}  // namespace symh
