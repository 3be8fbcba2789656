#include "formats/binary/bad_samples.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/memory_budget.h"
#include "series/channel_names.h"

namespace symh {

BadSamples::BadSamples(const TimeTable& table) {
  const auto found = std::ranges::find_if(table.variables, [](const DescribedVariable& variable) {
    return plain_name(variable.name) == "overallquality";
  });
  if (found == table.variables.end()) return;
  variable_ = &*found;
  require_memory(table.samples);
  constexpr std::size_t samples_at_once = std::size_t{1} << 16;
  std::vector<double> quality;
  for (std::size_t first = 0; first < table.samples; first += quality.size()) {
    quality.resize(std::min(samples_at_once, table.samples - first));
    variable_->read(first, quality.size(), quality.data());
    for (const double value : quality) bad_.push_back(value != 0 && !std::isnan(value));
  }
}

std::string BadSamples::note() const {
  const auto count = std::ranges::count(bad_, true);
  if (count == 0) return "";
  return fmt::format("{} sample{} left out, as {} marks {} as bad", count, count == 1 ? " is" : "s are",
                     variable_->name, count == 1 ? "it" : "them");
}

}  // namespace symh
