#include "cli/help_text.h"

#include <sstream>

#include "core/text.h"

namespace symh::cli {
namespace {

constexpr std::size_t terminal_columns = 80;
constexpr std::size_t indent_of_all = 2;  ///< by which --help-all indents the help of a command

bool is_heading(const std::string& line) {
  constexpr std::size_t longest = 20;
  return line.ends_with(':') && line.size() <= longest;
}

/// The text in lines of at most `width` characters, without a line end behind the last.
std::string wrapped_to(std::size_t width, const std::string& text) {
  auto lines = wrap(text, width);
  while (lines.ends_with('\n')) lines.pop_back();
  return lines;
}

}  // namespace

std::string wrapped_paragraphs(const std::string& text, std::size_t width) {
  std::istringstream lines(text);
  std::string result, paragraph, line;
  const auto end_paragraph = [&] {
    if (!paragraph.empty()) result += wrap(paragraph, width);
    paragraph.clear();
  };
  while (std::getline(lines, line)) {
    const bool kept = line.empty() || line.starts_with(' ') || is_heading(line);
    if (kept) {
      end_paragraph();
      result += line + '\n';
      continue;
    }
    paragraph += line + ' ';
    if (line.ends_with(':')) end_paragraph();
  }
  end_paragraph();
  return result;
}

std::string HelpText::make_description(const CLI::App* app) const {
  return wrapped_paragraphs(CLI::Formatter::make_description(app), terminal_columns - indent_of_all);
}

std::string HelpText::make_footer(const CLI::App* app) const {
  return wrapped_paragraphs(CLI::Formatter::make_footer(app), terminal_columns);
}

std::string HelpText::make_option_desc(const CLI::Option* option) const {
  return wrapped_to(terminal_columns - indent_of_all - get_column_width(),
                    CLI::Formatter::make_option_desc(option));
}

std::string HelpText::make_subcommand(const CLI::App* command) const {
  constexpr std::size_t column_of_help = 11;  // behind the longest name
  std::ostringstream out;
  CLI::detail::format_help(out, command->get_display_name(true),
                           wrapped_to(terminal_columns - column_of_help, command->get_description()),
                           column_of_help);
  return out.str();
}

}  // namespace symh::cli
