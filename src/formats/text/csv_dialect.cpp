#include "formats/text/csv_dialect.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "formats/text/line_reader.h"

namespace symh {
namespace {

constexpr std::string_view blanks = " \t";

void split_at_blanks(std::string_view line, std::vector<std::string_view>& fields) {
  for (std::size_t at = line.find_first_not_of(blanks); at != std::string_view::npos;) {
    const bool quoted = line[at] == '"' && line.find('"', at + 1) != std::string_view::npos;
    const auto from = quoted ? line.find('"', at + 1) : at;
    const auto end = std::min(line.find_first_of(blanks, from), line.size());
    fields.push_back(line.substr(at, end - at));
    at = line.find_first_not_of(blanks, end);
  }
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

char sniff_delimiter(std::string_view header) {
  // Of equals the first: a name may have a comma in it, as in `SYM/H, nT`.
  constexpr std::array<char, 4> candidates{'\t', ';', '|', ','};
  std::array<std::size_t, candidates.size()> counts{};
  bool quoted = false;
  int brackets = 0;
  for (const char c : header) {
    quoted = quoted != (c == '"');
    brackets += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
    const auto* const found = std::ranges::find(candidates, c);
    if (!quoted && brackets <= 0 && found != candidates.end())
      ++counts[static_cast<std::size_t>(found - candidates.begin())];
  }
  const auto* const most = std::ranges::max_element(counts);
  if (*most > 0) return candidates[static_cast<std::size_t>(most - counts.begin())];
  return trim(header).find_first_of(blanks) == std::string_view::npos ? ',' : ' ';
}

bool has_decimal_comma(std::string_view text, char delimiter) {
  if (delimiter == ',') return false;
  constexpr int most_commas = 1000;  // in texts and in the seconds of stamps
  constexpr std::size_t widest_number = 64;
  const std::string around = std::string("\r\n\"") + delimiter + (delimiter == ' ' ? "\t" : "");
  auto at = text.find(',');
  for (int i = 0; i < most_commas && at != std::string_view::npos; ++i, at = text.find(',', at + 1)) {
    if (at == 0 || at + 1 == text.size() || !is_digit(text[at - 1]) || !is_digit(text[at + 1])) continue;
    // No number is wider, and a field may be as long as the file.
    const auto first = at - std::min(at, widest_number);
    const auto near = text.substr(first, 2 * widest_number);
    const auto before = near.find_last_of(around, at - first);
    const auto begin = before == std::string_view::npos ? 0 : before + 1;
    if (read_number(near.substr(begin, std::min(near.find_first_of(around, at - first), near.size()) - begin),
                    true))
      return true;
  }
  return false;
}

void split_fields(std::string_view line, char delimiter, std::vector<std::string_view>& fields) {
  fields.clear();
  if (delimiter == ' ') return split_at_blanks(line, fields);
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') quoted = !quoted;
    if (line[i] != delimiter || quoted) continue;
    fields.push_back(line.substr(begin, i - begin));
    begin = i + 1;
  }
  fields.push_back(line.substr(begin));
}

std::string_view unquote(std::string_view field) {
  field = trim(field);
  if (field.size() >= 2 && field.front() == '"' && field.back() == '"')
    field = field.substr(1, field.size() - 2);
  return trim(field);
}

bool is_missing(std::string_view field) {
  constexpr std::array<std::string_view, 25> words{
      "nan",     "na",     "n/a",  "null", "none",   "<na>",    "nat",    ".",       "-nan",
      "#n/a",    "\\n",    "inf",  "-inf", "+inf",   "1.#qnan", "1.#inf", "-1.#ind", "#value!",
      "#div/0!", "#null!", "n.a.", "nil",  "(null)", "no data", "bad"};
  constexpr std::size_t longest = 8;
  if (field.empty()) return true;
  if (field.size() <= 2 * longest && (field.find_first_not_of('-') == std::string_view::npos ||
                                      field.find_first_not_of('*') == std::string_view::npos || field == "?"))
    return true;
  if (field.size() > longest) return false;
  std::array<char, longest> lower{};
  std::ranges::transform(field, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::ranges::find(words, std::string_view(lower.data(), field.size())) != words.end();
}

std::string_view find_thousands(LineReader& lines, const CsvDialect& dialect,
                                const std::vector<bool>& values) {
  constexpr std::size_t most_lines = 2000, digits_of_group = 3;
  if (!dialect.decimal_comma && dialect.delimiter != ';') return {};
  const char sign = dialect.decimal_comma ? ',' : '.';
  std::string_view line, suspect;
  std::vector<std::string_view> fields;
  for (std::size_t i = 0; i < most_lines && lines.next(line); ++i) {
    split_fields(line, dialect.delimiter, fields);
    for (std::size_t c = 0; c < std::min(fields.size(), values.size()); ++c) {
      auto field = unquote(fields[c]);
      const auto at = field.find(sign);
      if (!values[c] || at == std::string_view::npos || !read_number(field, dialect.decimal_comma)) continue;
      const auto first = field.find_first_not_of("+-");
      const auto before = at - std::min(at, first);
      const bool group = before >= 1 && before <= digits_of_group && field[first] != '0' &&
                         field.size() - at - 1 == digits_of_group;
      if (!group) return {};  // the sign is the decimal one
      suspect = field;
    }
  }
  return suspect;
}

std::optional<float> read_number(std::string_view field, bool decimal_comma) {
  if (!decimal_comma) return to_number(field);
  if (field.find('.') != std::string_view::npos) return std::nullopt;
  std::string text(field);
  if (const auto comma = text.find(','); comma != std::string::npos) text[comma] = '.';
  return to_number(text);
}

}  // namespace symh
