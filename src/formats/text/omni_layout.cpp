#include "formats/text/omni_layout.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "formats/text/line_reader.h"
#include "series/channel_names.h"

namespace symh {
namespace {

constexpr std::string_view fmt_title = "FORMAT OF THE SUBSETTED FILE";
constexpr std::string_view ask_again = "save the .fmt file that OMNIWeb gives with the list once more";

/// A name that OMNIWeb gives a column, in the form of plain_name(), and the field of that column in listings.
struct KnownName {
  std::string_view name;
  const char* channel;
  std::size_t width;
  int decimals;
  bool omni = true;  ///< false: measured at a spacecraft that the list names, not moved to the bow shock
};

// The names of the forms for minutes and 5 minutes (F8.2), for hours (F6.1), and for single spacecraft.
constexpr std::array known_names{
    KnownName{"fieldmagnitudeaveragent", "b_total", 8, 2},
    KnownName{"scalarbnt", "b_total", 6, 1},
    KnownName{"bxntgsegsm", "bx_gsm", 8, 2},
    KnownName{"byntgsm", "by_gsm", 8, 2},
    KnownName{"bzntgsm", "bz_gsm", 8, 2},
    KnownName{"byntgse", "by_gse", 8, 2},
    KnownName{"bzntgse", "bz_gse", 8, 2},
    KnownName{"speedkms", "speed", 8, 1},
    KnownName{"flowspeedkms", "speed", 8, 1},
    KnownName{"swplasmaspeedkms", "speed", 6, 0},
    KnownName{"protondensityncc", "density", 7, 2},
    KnownName{"swprotondensityncm3", "density", 6, 1},
    KnownName{"temperaturek", "temperature", 9, 0},
    KnownName{"protontemperaturek", "temperature", 9, 0},
    KnownName{"swplasmatemperaturek", "temperature", 9, 0},
    KnownName{"symdnt", "sym_d", 6, -1},
    KnownName{"symhnt", "sym_h", 6, -1},
    KnownName{"asydnt", "asy_d", 6, -1},
    KnownName{"asyhnt", "asy_h", 6, -1},
    KnownName{"symdindexnt", "sym_d", 6, -1},
    KnownName{"symhindexnt", "sym_h", 6, -1},
    KnownName{"asydindexnt", "asy_d", 6, -1},
    KnownName{"asyhindexnt", "asy_h", 6, -1},
    KnownName{"dstindexnt", "dst", 6, -1},
    KnownName{"dstnt", "dst", 6, -1},
    KnownName{"aeindexnt", "ae", 6, -1},
    KnownName{"alindexnt", "al", 6, -1},
    KnownName{"auindexnt", "au", 6, -1},
    KnownName{"flowpressurenpa", "dynamic_pressure", 6, 2},
    KnownName{"flowpressure", "dynamic_pressure", 6, 2},
    // The x axes of GSE and GSM are the same.
    KnownName{"bxgsent", "bx_gsm", 8, 2, false},
    KnownName{"bygsmnt", "by_gsm", 8, 2, false},
    KnownName{"bzgsmnt", "bz_gsm", 8, 2, false},
    KnownName{"bygsent", "by_gse", 8, 2, false},
    KnownName{"bzgsent", "bz_gse", 8, 2, false},
    KnownName{"kpspeedkms", "speed", 8, 1, false},
    KnownName{"kpprotondensityncc", "density", 7, 2, false},
    KnownName{"kptemperaturek", "temperature", 9, 0, false},
};

/// OMNI's fill of a field: one blank, then nines.
float fill_of(std::size_t width, int decimals) {
  std::string nines(width - 1, '9');
  const auto behind = static_cast<std::size_t>(std::max(decimals, 0));
  if (decimals >= 0 && behind + 2 <= width) nines[nines.size() - behind - 1] = '.';
  return *to_number(nines.ends_with('.') ? nines.substr(0, nines.size() - 1) : nines);
}

/// The fill of a column that has no width, as in a listing. The field is F8.2 by the minute and F6.1 by the
/// hour under the same names; the other names tell the two apart.
float fill_of_listing(const KnownName& known, bool hourly) {
  const bool field = known.width == 8 && known.decimals == 2;
  return hourly && field ? fill_of(6, 1) : fill_of(known.width, known.decimals);
}

/// True if the first columns are a stamp; sets their number.
bool find_stamp(OmniLayout& layout) {
  const auto is = [&](std::size_t i, std::initializer_list<std::string_view> names) {
    return i < layout.columns.size() &&
           std::ranges::find(names, plain_name(layout.columns[i].name)) != names.end();
  };
  if (!is(0, {"year", "yyyy"}) || !is(1, {"day", "doy", "ddd"}) || !is(2, {"hour", "hr", "hh"})) return false;
  layout.stamp_columns = is(3, {"minute", "min", "mn", "mm"}) ? 4 : 3;
  return true;
}

/// True if a column holds this channel.
bool holds(const OmniLayout& layout, std::string_view channel) {
  return std::ranges::any_of(layout.columns, [&](const OmniColumn& column) {
    const auto known = std::ranges::find(known_names, plain_name(column.name), &KnownName::name);
    return known != known_names.end() && known->channel == channel;
  });
}

/// Gives the columns behind the stamp their channels. Of two columns for one channel the first is kept. By
/// and Bz in GSE are needed only where those in GSM are not there.
void assign_channels(OmniLayout& layout) {
  std::vector<std::string_view> taken;
  bool all_of_omni = true;
  const bool has_gsm = holds(layout, "by_gsm") && holds(layout, "bz_gsm");
  for (std::size_t i = layout.stamp_columns; i < layout.columns.size(); ++i) {
    auto& column = layout.columns[i];
    const auto known = std::ranges::find(known_names, plain_name(column.name), &KnownName::name);
    if (known == known_names.end() || std::ranges::find(taken, known->channel) != taken.end()) continue;
    if (has_gsm && std::string_view(known->channel).ends_with("_gse")) continue;
    taken.emplace_back(known->channel);
    column.channel = known->channel;
    all_of_omni = all_of_omni && known->omni;
    column.fill_from = column.width > 0 ? fill_of(column.width, column.decimals)
                                        : fill_of_listing(*known, layout.stamp_columns == 3);
  }
  layout.solar_wind_at = all_of_omni ? WindPosition::bow_shock : WindPosition::unknown;
}

bool holds_channel(const OmniLayout& layout) {
  return std::ranges::any_of(layout.columns, [](const OmniColumn& c) { return c.channel != nullptr; });
}

constexpr std::string_view some_channels =
    "a column that symh takes, such as 'BZ, nT (GSM)', 'Speed, km/s' or 'SYM/H, nT'";
constexpr std::string_view choose_again = "choose it in OMNIWeb's form";

/// Reads a line `12 Speed, km/s     F8.1`; nullopt for other lines.
std::optional<OmniColumn> read_item(std::string_view line, std::size_t number) {
  line = trim(line);
  const auto number_end = line.find_first_not_of("0123456789");
  if (number_end == 0 || number_end == std::string_view::npos || line[number_end] != ' ') return std::nullopt;
  if (to_integer(line.substr(0, number_end)) != static_cast<long>(number)) return std::nullopt;
  line = trim(line.substr(number_end));
  const auto blank = line.find_last_of(" \t");
  if (blank == std::string_view::npos) return std::nullopt;
  const auto code = line.substr(blank + 1);
  const bool real = code.starts_with('F');
  if (!real && !code.starts_with('I')) return std::nullopt;
  const auto point = code.find('.');
  if (real != (point != std::string_view::npos)) return std::nullopt;
  const auto width = to_integer(code.substr(1, real ? point - 1 : point));
  const auto decimals = real ? to_integer(code.substr(point + 1)) : std::optional<long>(-1);
  constexpr long widest = 20;
  const long narrowest = real ? 3 : 2;  // a blank or sign, a digit, and the point
  if (!width || !decimals || *width < narrowest || *width > widest || *decimals < -1 ||
      *decimals > *width - 2)
    return std::nullopt;
  return OmniColumn{.name = std::string(trim(line.substr(0, blank))),
                    .width = static_cast<std::size_t>(*width),
                    .decimals = static_cast<int>(*decimals)};
}

}  // namespace

std::size_t OmniLayout::width() const {
  std::size_t sum = 0;
  for (const auto& column : columns) {
    if (column.width == 0) return 0;
    sum += column.width;
  }
  return sum;
}

bool is_omni_fmt(std::string_view text) { return text.find(fmt_title) != std::string_view::npos; }

OmniLayout read_omni_fmt(const TextInput& fmt) {
  OmniLayout layout;
  LineReader lines(fmt.text);
  std::string_view line;
  while (lines.next(line)) {
    const auto content = trim(line);
    if (content.empty() || content.front() < '0' || content.front() > '9') continue;
    auto column = read_item(content, layout.columns.size() + 1);
    if (!column)
      refuse(fmt, lines.number(), 1, content,
             fmt::format("'{} NAME' and its Fortran format such as I4 or F8.2", layout.columns.size() + 1),
             ask_again);
    layout.columns.push_back(std::move(*column));
  }
  if (layout.columns.size() > most_omni_columns)
    refuse(fmt, lines.number(), 1, fmt::format("{} columns", layout.columns.size()),
           fmt::format("at most {}", most_omni_columns), ask_again);
  if (!find_stamp(layout))
    refuse(fmt, std::max<std::size_t>(lines.number(), 1), 1,
           layout.columns.empty() ? "no columns" : layout.columns.front().name,
           "columns that begin with year, day and hour", ask_again);
  assign_channels(layout);
  if (!holds_channel(layout)) refuse(fmt, 1, 1, left_out_text(layout), some_channels, choose_again);
  return layout;
}

OmniLayout listing_layout(const TextInput& listing, const std::vector<std::string>& names, std::size_t line) {
  OmniLayout layout;
  for (const auto& name : names) layout.columns.push_back({.name = name});
  if (!find_stamp(layout))
    refuse(listing, line, 1, names.front(), "a table that begins with YEAR DOY HR",
           "save the page once more");
  assign_channels(layout);
  if (!holds_channel(layout)) refuse(listing, line, 1, left_out_text(layout), some_channels, choose_again);
  return layout;
}

std::optional<OmniLayout> omni2_layout(std::size_t words) {
  struct Field {
    std::size_t width;
    int decimals;
    const char* name = "";
  };
  // The order and widths of omni2.text; names only for what find_stamp() and assign_channels() look for.
  static constexpr std::array<Field, 57> fields{{
      {4, -1, "Year"},
      {4, -1, "Day"},
      {3, -1, "Hour"},
      {5, -1},
      {3, -1},
      {3, -1},
      {4, -1},
      {4, -1},
      {6, 1, "Scalar B, nT"},
      {6, 1},
      {6, 1},
      {6, 1},
      {6, 1, "BX, nT (GSE, GSM)"},
      {6, 1},
      {6, 1},
      {6, 1, "BY, nT (GSM)"},
      {6, 1, "BZ, nT (GSM)"},
      {6, 1},
      {6, 1},
      {6, 1},
      {6, 1},
      {6, 1},
      {9, 0, "SW Plasma Temperature, K"},
      {6, 1, "SW Proton Density, N/cm^3"},
      {6, 0, "SW Plasma Speed, km/s"},
      {6, 1},
      {6, 1},
      {6, 3},
      {6, 2, "Flow pressure"},
      {9, 0},
      {6, 1},
      {6, 0},
      {6, 1},
      {6, 1},
      {6, 3},
      {7, 2},
      {7, 2},
      {6, 1},
      {3, -1},
      {4, -1},
      {6, -1, "Dst-index, nT"},
      {5, -1, "AE-index, nT"},
      {10, 2},
      {9, 2},
      {9, 2},
      {9, 2},
      {9, 2},
      {9, 2},
      {3, -1},
      {4, -1},
      {6, 1},
      {6, 1},
      {6, -1, "AL-index, nT"},
      {6, -1, "AU-index, nT"},
      {5, 1},
      {9, 6},
      {7, 4},
  }};
  constexpr std::size_t fewest = 55;
  if (words < fewest || words > fields.size()) return std::nullopt;
  OmniLayout layout;
  for (const auto& field : std::span(fields).first(words))
    layout.columns.push_back({.name = field.name, .width = field.width, .decimals = field.decimals});
  find_stamp(layout);
  assign_channels(layout);
  layout.fixed = true;
  return layout;
}

std::string taken_text(const OmniLayout& layout) {
  if (layout.fixed) return "";
  std::vector<std::string> taken;
  for (const auto& column : layout.columns)
    if (column.channel != nullptr) taken.push_back(fmt::format("{} is {}", column.name, column.channel));
  return fmt::format("{}", fmt::join(taken, "; "));
}

std::string left_out_text(const OmniLayout& layout) {
  constexpr std::size_t most = 12;
  std::vector<std::string> others;
  for (std::size_t i = layout.stamp_columns; i < layout.columns.size(); ++i)
    if (const auto& column = layout.columns[i]; column.channel == nullptr && !column.name.empty())
      others.push_back("'" + column.name + "'");
  if (others.empty()) return "";
  const auto more = others.size() > most ? others.size() - most : 0;
  others.resize(others.size() - more);
  return fmt::format("left out, as symh does not need {}: {}{}", others.size() == 1 ? "it" : "them",
                     fmt::join(others, ", "), more > 0 ? fmt::format(" and {} more", more) : "");
}

}  // namespace symh
