#pragma once
#include <CLI/CLI.hpp>
#include <string>

namespace symh::cli {

/// Lays out --help for a terminal of 80 columns. It wraps the text of options, and the paragraphs of
/// descriptions and footers. It keeps lines that begin with a space, as examples do, and short headings.
class HelpText : public CLI::Formatter {
 public:
  std::string make_description(const CLI::App* app) const override;
  std::string make_footer(const CLI::App* app) const override;
  std::string make_option_desc(const CLI::Option* option) const override;
  std::string make_subcommand(const CLI::App* command) const override;
};

/// The text with its paragraphs wrapped to `width` columns. A blank line, a line that begins with a space,
/// and a heading such as `Examples:` end a paragraph; so does a line that ends with a colon.
std::string wrapped_paragraphs(const std::string& text, std::size_t width);

}  // namespace symh::cli
