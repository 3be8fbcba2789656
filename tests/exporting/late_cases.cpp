#include "exporting/late_cases.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

#include "forecasting/late_index.h"
#include "forecasting/latest.h"

namespace symh {

std::vector<std::int64_t> rows_with_wind(const Series& series, std::vector<std::int64_t> rows,
                                         std::int64_t steps) {
  constexpr std::int64_t day = 288, way_from_l1 = 20;
  const auto& speed = series.at("speed").values;
  const auto there = [&](std::int64_t row) { return !std::isnan(speed[static_cast<std::size_t>(row)]); };
  std::erase_if(rows, [&](std::int64_t row) {
    const auto any = [&](std::int64_t first, std::int64_t last) {
      bool found = false;
      for (auto before = first; before <= last; ++before) found = found || there(before);
      return found;
    };
    // A run begins as much as a day before, with the speed that was held then.
    const bool within_a_day =
        any(row - day, row - way_from_l1) && any(row - 2 * day, row - day - way_from_l1);
    const bool field = !std::isnan(series.at("bz_gsm").values[static_cast<std::size_t>(row)]);
    return !field || !there(row) || !there(row + 1 - steps) || !within_a_day;
  });
  return rows;
}

std::map<std::string, torch::Tensor> expected_when_late(const ExportCase& c,
                                                        const std::vector<std::int64_t>& rows) {
  const auto leads = std::ssize(c.ensemble.windows().horizon);
  std::map<std::string, torch::Tensor> outputs{{"forecast", torch::full({std::ssize(rows), leads}, NAN)},
                                               {"band", torch::full({std::ssize(rows), leads, 3}, NAN)}};
  for (std::int64_t i = 0; i < std::ssize(rows); ++i) {
    const Time at = c.series.time_of(static_cast<std::size_t>(rows[static_cast<std::size_t>(i)]));
    const auto completed = complete_index(c.ensemble, c.series, at);
    const auto issued = completed
                            ? issue_forecast(c.ensemble, LateData{completed->series, completed->observed})
                            : issue_forecast(c.ensemble, c.series, at);
    if (issued.issue_time != at) continue;
    for (std::int64_t l = 0; l < leads; ++l) {
      const auto& lead = issued.leads[static_cast<std::size_t>(l)];
      outputs["forecast"][i][l] = lead.value_nt;
      outputs["band"][i][l] = torch::tensor({*lead.q05_nt, lead.value_nt, *lead.q95_nt});
    }
  }
  return outputs;
}

}  // namespace symh
