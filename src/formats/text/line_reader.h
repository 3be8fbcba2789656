#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "formats/format.h"

namespace symh {

/// Walks a text line by line without copying. Lines may end in LF or CRLF, and the last newline may be
/// absent. Skips a UTF-8 byte order mark before the first line.
class LineReader {
 public:
  explicit LineReader(std::string_view text);
  /// Reads a part of a text that begins after the first `lines_before` lines of the text.
  LineReader(std::string_view part, std::size_t lines_before) : rest_(part), number_(lines_before) {}
  /// Sets the next line, without its newline; false after the last line.
  bool next(std::string_view& line);
  std::size_t number() const { return number_; }
  /// The text after the current line.
  std::string_view rest() const { return rest_; }
  /// Skips `lines` whole lines of `characters` in all, newlines included.
  void skip(std::size_t characters, std::size_t lines) {
    rest_.remove_prefix(characters);
    number_ += lines;
  }
  /// True if the current line had no newline: the file ends there, perhaps cut.
  bool unfinished() const { return unfinished_; }

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
  bool unfinished_ = false;
};

/// Throws DataError `path:line:column: found '…', expected …; what to do`. Column counts from 1.
[[noreturn]] void refuse(const TextInput& input, std::size_t line, std::size_t column, std::string_view found,
                         std::string_view expected, std::string_view remedy);

/// What happens to lines, and to fields of lines, that a reader cannot read. Without --tolerant the first one
/// is refused; with it, all are counted, and the place of the first is kept. `remedy` is the advice besides
/// --tolerant, which is advised only where it keeps a value of the file.
class BadLines {
 public:
  /// All arguments must outlive the object.
  BadLines(const TextInput& input, const ReadOptions& options, SourceFile& source)
      : input_(input), options_(options), source_(source) {}
  /// A line that is left out.
  void add(std::size_t line, std::size_t column, std::string_view found, std::string_view expected,
           std::string_view remedy = "fetch the file again");
  /// A field that is left out: its value counts as missing, the others of its line stay.
  void add_field(std::size_t line, std::size_t column, std::string_view found, std::string_view expected,
                 std::string_view remedy = "fetch the file again");

 private:
  void add_to(std::size_t& count, std::string_view what, std::size_t line, std::size_t column,
              std::string_view found, std::string_view expected, std::string_view remedy);

  const TextInput& input_;
  const ReadOptions& options_;
  SourceFile& source_;
};

std::string_view trim(std::string_view text);

/// The line without HTML tags before and after its text, as Kyoto answers inside `<html>...<pre>`.
std::string_view without_tags(std::string_view line);

/// True if the text begins like HTML.
bool is_web_page(std::string_view text);

/// The whole number that makes up the entire text; blanks around it are allowed.
std::optional<long> to_integer(std::string_view text);
/// The finite number that makes up the entire text; blanks around it are allowed.
std::optional<float> to_number(std::string_view text);

/// Reads up to two digits; the caller checks the length. nullopt if a character is not a digit.
std::optional<int> digits(std::string_view text);

}  // namespace symh
