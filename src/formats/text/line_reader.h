#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "formats/format.h"

namespace symh {

/// Walks a text line by line without copying; CRLF and a missing last newline are as good as LF, and a UTF-8
/// byte order mark before the first line is left out.
class LineReader {
 public:
  explicit LineReader(std::string_view text);
  /// A part of a text that begins behind its first `lines_before` lines.
  LineReader(std::string_view part, std::size_t lines_before) : rest_(part), number_(lines_before) {}
  /// The next line without its end; false after the last.
  bool next(std::string_view& line);
  std::size_t number() const { return number_; }
  /// All behind the line just given.
  std::string_view rest() const { return rest_; }
  /// Goes on behind `lines` whole lines of `characters` in all, newlines included.
  void skip(std::size_t characters, std::size_t lines) {
    rest_.remove_prefix(characters);
    number_ += lines;
  }
  /// True where the line just given had no newline: the end of the file, perhaps cut.
  bool unfinished() const { return unfinished_; }

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
  bool unfinished_ = false;
};

/// Throws DataError `path:line:column: found '…', expected …; what to do`. Column counts from 1.
[[noreturn]] void refuse(const TextInput& input, std::size_t line, std::size_t column, std::string_view found,
                         std::string_view expected, std::string_view remedy);

/// What becomes of the lines that a reader cannot take: the first one is refused, or, with --tolerant, all
/// are counted and the first is remembered. `remedy` is what helps beside --tolerant.
class BadLines {
 public:
  BadLines(const TextInput& input, const ReadOptions& options, SourceFile& source)
      : input_(input), tolerant_(options.tolerant), source_(source) {}
  void add(std::size_t line, std::size_t column, std::string_view found, std::string_view expected,
           std::string_view remedy = "fetch the file again");

 private:
  const TextInput& input_;
  bool tolerant_;
  SourceFile& source_;
};

std::string_view trim(std::string_view text);

/// The line without HTML tags before and behind its text: Kyoto answers inside `<html>...<pre>`.
std::string_view without_tags(std::string_view line);

/// True where the text begins like HTML.
bool is_web_page(std::string_view text);

/// A whole number in exactly this text, blanks around allowed.
std::optional<long> to_integer(std::string_view text);
/// A finite number in exactly this text, blanks around allowed.
std::optional<float> to_number(std::string_view text);

/// Up to two digits without checks of length; nullopt where one is not a digit.
std::optional<int> digits(std::string_view text);

}  // namespace symh
