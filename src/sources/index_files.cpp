#include "sources/index_files.h"

#include <fmt/format.h>

#include "formats/format.h"
#include "formats/parse_text.h"
#include "formats/text/writers.h"
#include "series/transforms.h"
#include "sources/samples.h"

namespace symh {

MonthlyPlan index_plan(const std::string& source, Minutes recheck) {
  MonthlyPlan plan{.source = source, .recheck = recheck};
  plan.file_name = [](std::chrono::year_month month) {
    return fmt::format("ASY_{:04}-{:02}.dat", int{month.year()}, unsigned{month.month()});
  };
  plan.write = write_iaga2002;
  return plan;
}

std::string day_text(Time time) { return format_time(time).substr(0, 10); }

std::optional<Series> read_index_text(const std::string& name, std::string_view text) {
  auto parsed = parse_text(name, text, {}, false);
  if (parsed.series.find("sym_h") == nullptr || parsed.series.cadence != Minutes{1})
    throw DataError(
        fmt::format("{}: found {} data, expected 1-minute ASY/SYM indices", name, parsed.source.format));
  for (std::size_t row = 0; row < parsed.series.size(); ++row)
    if (holds_value(parsed.series, row)) return std::move(parsed.series);
  return std::nullopt;
}

void import_index_text(const std::string& source, const std::string& name, std::string_view text,
                       const std::filesystem::path& folder, FetchReport& report) {
  if (const auto series = read_index_text(name, text))
    store_months(index_plan(source, Minutes{0}), *series, folder, report);
  else
    report.warnings.push_back(fmt::format("{}: holds no values; nothing was imported from it", name));
}

}  // namespace symh
