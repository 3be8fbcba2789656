#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <optional>

#include "core/error.h"
#include "core/memory_budget.h"
#include "formats/binary/cdf_file.h"
#include "formats/binary/cdf_time.h"
#include "formats/binary/time_table.h"
#include "formats/binary/variable_names.h"
#include "formats/text/line_reader.h"
#include "series/channel_names.h"

namespace symh {
namespace {

constexpr std::size_t most_samples = 500'000'000;
constexpr std::size_t most_components = 3;

[[noreturn]] void refuse_cdf(const std::string& path, std::string_view found, std::string_view expected,
                             std::string_view remedy) {
  throw DataError(fmt::format("{}: found {}, expected {}; {}", path, found, expected, remedy));
}

bool has_records(const CdfVariable& variable) { return variable.records > 0 && !variable.blocks.empty(); }

/// The only variable of time stamps of the file; nullptr if there are none or several.
const CdfVariable* only_epoch(const CdfFile& file) {
  const CdfVariable* found = nullptr;
  for (const auto& variable : file.variables()) {
    if (!is_epoch(variable.type) || !variable.record_varies) continue;
    if (found != nullptr) return nullptr;
    found = &variable;
  }
  return found;
}

/// The variable that stamps the records of `variable`: that of DEPEND_0, or, where this one is computed by
/// the reading program (as in files of THEMIS and SPEDAS), that of DEPEND_TIME in seconds since 1970. Without
/// these attributes, `only`, the only variable of time stamps, if it has as many records.
const CdfVariable* time_of(const CdfFile& file, const CdfVariable& variable, const CdfVariable* only) {
  const auto holds_times = [](const CdfVariable* time) {
    return time != nullptr && has_records(*time) && time->values_per_record() == 1;
  };
  const auto name = variable.text("DEPEND_0"), name_in_seconds = variable.text("DEPEND_TIME");
  if (name.empty() && name_in_seconds.empty())
    return holds_times(only) && only->records == variable.records ? only : nullptr;
  const auto* depend_0 = file.find(name);
  if (holds_times(depend_0) && is_epoch(depend_0->type)) return depend_0;
  const auto* depend_time = file.find(name_in_seconds);
  return holds_times(depend_time) && depend_time->type == CdfType::real8 ? depend_time : nullptr;
}

/// True for a variable along time that is meant as data. ISTP's VAR_TYPE tells; a file without it has only
/// data.
bool is_data(const CdfVariable& variable) {
  const auto type = variable.text("VAR_TYPE");
  return variable.record_varies && !is_epoch(variable.type) && (type.empty() || plain_name(type) == "data");
}

/// Components of a vector are series; spectra and images are none.
bool is_series(const CdfVariable& variable) {
  return !is_text(variable.type) && variable.dimensions.size() <= 1 &&
         variable.values_per_record() <= most_components && has_records(variable);
}

std::string component_name(const CdfVariable& variable, std::size_t component) {
  if (variable.values_per_record() == 1) return variable.name;
  constexpr std::array<std::string_view, most_components> axes{"x", "y", "z"};
  return variable.values_per_record() == axes.size() ? fmt::format("{}_{}", variable.name, axes[component])
                                                     : fmt::format("{}_{}", variable.name, component + 1);
}

/// Reads the stored records of a variable one after another; `take(record, bytes)` gets each.
template <typename Take>
void for_each_record(const CdfFile& file, const CdfVariable& variable, std::size_t samples,
                     const Take& take) {
  std::string storage;
  const auto size = variable.record_bytes();
  const auto end = std::min<std::uint64_t>(samples, variable.records);
  for (const auto& block : variable.blocks) {
    if (block.first >= end) break;
    const auto records = file.records(variable, block, storage);
    const auto last = std::min(block.last, end - 1);
    for (auto record = block.first; record <= last; ++record)
      take(record, records.substr((record - block.first) * size, size));
  }
}

/// The stamps of all records. Their number is that of the samples, so each must be stored.
std::vector<Microseconds> stamps_of(const CdfFile& file, const CdfVariable& time) {
  std::uint64_t next = 0;
  for (const auto& block : time.blocks) {
    if (block.first != next)
      refuse_cdf(file.bytes().path(), fmt::format("no record {} of {}", next, time.name),
                 "a time for each sample", "convert the file again");
    next = block.last + 1;
  }
  next = std::min(next, time.records);
  if (next > most_samples)
    refuse_cdf(file.bytes().path(), fmt::format("{} records of {}", next, time.name),
               fmt::format("at most {}", most_samples), "fetch the file again");
  require_memory(bytes_of(next, 2 * sizeof(Microseconds)));  // the vector doubles as it grows
  std::vector<Microseconds> stamps;
  for_each_record(file, time, next, [&](std::uint64_t, std::string_view bytes) {
    if (is_epoch(time.type)) {
      stamps.push_back(cdf_stamp(time.type, bytes, file.little_endian()));
      return;
    }
    const double seconds = cdf_number(time.type, bytes, file.little_endian());
    constexpr double most_seconds = 1e12;
    stamps.push_back(std::abs(seconds) < most_seconds ? std::llround(seconds * 1e6) : no_stamp);
  });
  return stamps;
}

/// The values of a variable for all samples, component by component, read when they are first needed.
class CdfValues {
 public:
  CdfValues(const CdfFile& file, const CdfVariable& variable, std::size_t samples)
      : file_(file), variable_(variable), samples_(samples) {}

  void copy(std::size_t component, std::size_t first, std::size_t count, double* values) {
    if (values_.empty()) read();
    const auto width = variable_.values_per_record();
    for (std::size_t i = 0; i < count; ++i) values[i] = values_[(first + i) * width + component];
  }

 private:
  /// A record that is not stored is missing, or repeats the one before.
  void read() {
    const auto width = variable_.values_per_record(), size = size_of(variable_.type);
    claim_.grow(bytes_of(samples_, sizeof(double) * width));
    values_.assign(samples_ * width, std::nan(""));
    std::uint64_t next = 0;
    const auto repeat_until = [&](std::uint64_t end) {
      for (; variable_.repeats_previous && next > 0 && next < end; ++next)
        std::copy_n(values_.begin() + static_cast<std::ptrdiff_t>((next - 1) * width), width,
                    values_.begin() + static_cast<std::ptrdiff_t>(next * width));
    };
    for_each_record(file_, variable_, samples_, [&](std::uint64_t record, std::string_view bytes) {
      repeat_until(record);
      for (std::size_t c = 0; c < width; ++c)
        values_[record * width + c] =
            cdf_number(variable_.type, bytes.substr(c * size), file_.little_endian());
      next = record + 1;
    });
    repeat_until(std::min<std::uint64_t>(samples_, variable_.records));
  }

  const CdfFile& file_;
  const CdfVariable& variable_;
  std::size_t samples_;
  MemoryClaim claim_;
  std::vector<double> values_;
};

/// The number of an attribute for one component: a list has one for each.
std::optional<double> number_of(const CdfVariable& variable, const std::string& attribute,
                                std::size_t component) {
  const auto found = variable.attributes.find(attribute);
  if (found == variable.attributes.end()) return std::nullopt;
  const auto numbers =
      found->second.numbers.empty() ? numbers_in(variable.text(attribute)) : found->second.numbers;
  if (numbers.empty()) return std::nullopt;
  return numbers.size() == variable.values_per_record() ? numbers[component] : numbers.front();
}

bool is_single(CdfType type) { return type == CdfType::real4 || type == CdfType::float4; }

DescribedVariable described(const CdfVariable& variable, std::size_t component,
                            const std::shared_ptr<CdfValues>& values) {
  DescribedVariable described;
  described.name = component_name(variable, component);
  described.units = std::string(trim(variable.text("UNITS")));
  described.single = is_single(variable.type);
  std::optional<double> low, high;
  for (const auto& [name, attribute] : variable.attributes) {
    const auto meaning = attribute_meaning(name);
    if (meaning == AttributeMeaning::other || meaning == AttributeMeaning::valid_range) continue;
    const auto number = number_of(variable, name, component);
    if (!number || std::isnan(*number)) continue;
    if (meaning == AttributeMeaning::valid_min) low = number;
    if (meaning == AttributeMeaning::valid_max) high = number;
    if (meaning != AttributeMeaning::fill) continue;
    described.fills.push_back({*number, name});
    described.single = described.single || is_single(attribute.type);
  }
  constexpr double default_pad = -1e30, istp_fill = -1e31;  // of records and of numbers that nobody wrote
  if (is_single(variable.type) || size_of(variable.type) == 8)
    for (const double fill : {default_pad, istp_fill})
      described.fills.push_back({fill, "the default fill value"});
  // A range that no value can lie in was never filled in.
  if (low && (!high || *low < *high)) described.low = *low;
  if (high && (!low || *low < *high)) described.high = *high;
  described.limits = low && high ? "VALIDMIN, VALIDMAX" : low ? "VALIDMIN" : "VALIDMAX";
  const double scale = number_of(variable, "scale_factor", component).value_or(1),
               offset = number_of(variable, "add_offset", component).value_or(0);
  const bool packed = scale != 1 || offset != 0;
  for (auto& fill : described.fills) fill.value = packed ? fill.value * scale + offset : fill.value;
  if (packed) {
    described.tolerance = std::abs(scale) / 2;
    described.low = described.low * scale + offset;
    described.high = described.high * scale + offset;
    if (scale < 0) std::swap(described.low, described.high);
  }
  described.read = [=](std::size_t first, std::size_t count, double* to) {
    values->copy(component, first, count, to);
    if (packed) std::transform(to, to + count, to, [&](double stored) { return stored * scale + offset; });
  };
  return described;
}

/// The time along which most channels that symh knows lie; among equals, most variables.
const CdfVariable* chosen_time(const CdfFile& file, const CdfVariable* only) {
  std::map<const CdfVariable*, std::pair<std::size_t, std::size_t>> counts;
  for (const auto& variable : file.variables()) {
    const auto* time = is_data(variable) && is_series(variable) ? time_of(file, variable, only) : nullptr;
    if (time == nullptr) continue;
    auto& [known, all] = counts[time];
    ++all;
    if (channel_of_variable(component_name(variable, 0))) ++known;
  }
  const CdfVariable* best = nullptr;
  for (const auto& variable : file.variables())  // in the order of the file, so that the choice is fixed
    if (counts.contains(&variable) && (best == nullptr || counts[&variable] > counts[best])) best = &variable;
  return best;
}

/// OMNI's solar wind is at the bow shock; ACE and DSCOVR have always been at L1.
WindPosition wind_position(const CdfFile& file) {
  const auto source = file.global("Logical_source"), craft = file.global("Source_name");
  const auto starts = [](const std::string& text, std::string_view with) {
    return plain_name(text).starts_with(with);
  };
  if (starts(source, "omnihro")) return WindPosition::bow_shock;
  if (craft.starts_with("AC>") || starts(craft, "ace") || starts(craft, "dscovr")) return WindPosition::l1;
  return WindPosition::unknown;
}

TimeTable table_of(const CdfFile& file) {
  const auto* const only = only_epoch(file);
  const auto* const time = chosen_time(file, only);
  if (time == nullptr)
    refuse_cdf(file.bytes().path(), "no records of numbers with an attribute DEPEND_0 that names their times",
               "a CDF by the ISTP guidelines", "take another file, or add the attributes");
  if (time->type == CdfType::tt2000 && file.last_leap_second() < 99'999'999 &&
      file.last_leap_second() > last_known_leap_second())
    refuse_cdf(file.bytes().path(), fmt::format("leap seconds up to {}", file.last_leap_second()),
               fmt::format("none after {}", last_known_leap_second()), "use a newer symh");
  auto stamps = std::make_shared<std::vector<Microseconds>>(stamps_of(file, *time));
  TimeTable table;
  table.samples = stamps->size();
  table.read_times = [stamps](std::size_t first, std::size_t count, Microseconds* to) {
    std::copy_n(stamps->begin() + static_cast<std::ptrdiff_t>(first), count, to);
  };
  for (const auto& variable : file.variables()) {
    if (!is_data(variable)) continue;
    if (!is_series(variable) || time_of(file, variable, only) != time) {
      table.left_out.push_back(variable.name);
      continue;
    }
    const auto values = std::make_shared<CdfValues>(file, variable, table.samples);
    for (std::size_t c = 0; c < variable.values_per_record(); ++c)
      table.variables.push_back(described(variable, c, values));
  }
  table.solar_wind_at = wind_position(file);
  return table;
}

bool is_version_2(std::string_view bytes) {
  using namespace std::string_view_literals;
  return bytes.starts_with("\xCD\xF2\x60\x02"sv) || bytes.starts_with("\0\0\xFF\xFF\0\0\xFF\xFF"sv);
}

bool sniff(std::string_view head) {
  using namespace std::string_view_literals;
  return head.starts_with("\xCD\xF3\0\x01"sv) || is_version_2(head);
}

ParsedFile parse(const TextInput& input, const ReadOptions& options) {
  if (is_version_2(input.text))
    refuse_cdf(input.path, "a CDF of version 2", "version 3",
               "convert it with cdfconvert of NASA's CDF software");
  const CdfFile file(input.path, input.text);
  return series_of(table_of(file), input, options);
}

}  // namespace

extern const Format cdf_format{"CDF", sniff, parse, /*binary=*/true};

}  // namespace symh
