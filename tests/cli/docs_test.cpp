#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "cli/binary.h"
#include "cli/commands.h"
#include "job/config.h"
#include "temporary_folder.h"

// The pages for users name only commands, options, keys and files that exist.

namespace symh {
namespace {

namespace fs = std::filesystem;

const fs::path source(SYMH_SOURCE_DIR);

struct Page {
  std::string name, text;
};

std::vector<Page> pages() {
  std::vector<Page> all;
  for (const auto& folder : {source, source / "docs", source / "data"})
    for (const auto& entry : fs::directory_iterator(folder))
      if (entry.path().extension() == ".md")
        all.push_back({fs::relative(entry.path(), source), read_file(entry.path())});
  return all;
}

std::vector<std::string> matches(const std::string& text, const char* pattern, int group = 1) {
  const std::regex expression(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator match(text.begin(), text.end(), expression), end; match != end; ++match)
    found.push_back(match->str(static_cast<std::size_t>(group)));
  return found;
}

/// The calls of symh in a page: in the lines of its blocks of code, less their comments, and between
/// backquotes.
std::vector<std::string> calls(const Page& page) {
  std::vector<std::string> found;
  std::istringstream lines(page.text);
  std::string prose, line;
  for (bool in_block = false; std::getline(lines, line);) {
    if (line.starts_with("```"))
      in_block = !in_block;
    else if (!in_block)
      prose += line + ' ';
    else
      for (const auto& call : matches(line, "(?:^| )(symh [a-z][^#]*)")) found.push_back(call);
  }
  for (const auto& code : matches(prose, "`([^`]+)`"))
    for (const auto& call : matches(code, "(?:^| )(symh [a-z].*)")) found.push_back(call);
  return found;
}

const Outcome& help_of(const std::string& command) {
  static std::map<std::string, Outcome> known;
  const auto [place, is_new] = known.try_emplace(command);
  if (is_new) place->second = symh_in(TemporaryFolder().path(), command + " --help");
  return place->second;
}

/// The anchor that a heading of Markdown gets.
std::string anchor(const std::string& heading) {
  std::string result;
  for (const char c : heading) {
    const auto letter = static_cast<unsigned char>(c);
    if (std::isalnum(letter) != 0 || c == '-' || c == '_') result += static_cast<char>(std::tolower(letter));
    if (c == ' ') result += '-';
  }
  return result;
}

/// Reads the configuration of a call of `symh train` as that command does: the file of --config, then each
/// --set.
void read_configuration(const std::string& call) {
  const auto words =
      shell_in(TemporaryFolder().path(), "printf '%s\\n' " + call.substr(std::string("symh train").size()));
  std::istringstream lines(words.out);
  std::string word, path;
  std::vector<std::string> settings;
  while (std::getline(lines, word)) {
    if (word == "--config") std::getline(lines, path);
    if (word == "--set") std::getline(lines, settings.emplace_back());
  }
  read_config(source / path, settings);
}

TEST(Docs, TheReadmeHasAtMost180Lines) {
  const auto text = read_file(source / "README.md");
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 180);
}

TEST(Docs, EveryLinkLeadsToAFileAndAHeadingThatExist) {
  std::size_t links = 0;
  for (const auto& page : pages())
    for (const auto& link : matches(page.text, "\\]\\(([^)\n]+)\\)")) {
      if (link.find("://") != std::string::npos) continue;
      const auto hash = link.find('#');
      const auto file = link.substr(0, hash);
      const auto target = file.empty() ? source / page.name : (source / page.name).parent_path() / file;
      EXPECT_TRUE(fs::exists(target)) << page.name << ": " << link;
      ++links;
      if (hash == std::string::npos || !fs::exists(target)) continue;
      const auto headings = matches(read_file(target), "\n#+ ([^\n]+)");
      EXPECT_TRUE(
          std::any_of(headings.begin(), headings.end(),
                      [&](const std::string& heading) { return anchor(heading) == link.substr(hash + 1); }))
          << page.name << ": " << link;
    }
  EXPECT_GT(links, 20U);
}

TEST(Docs, EveryNamedFileOfTheRepositoryExists) {
  std::string folders = "scripts|configs|cmake|docs|tests|src|data/schema";
  for (const auto& room : fs::directory_iterator(source / "src"))
    if (room.is_directory()) folders += "|" + room.path().filename().string();
  const auto pattern = "(?:^|[^A-Za-z0-9_/.-])((?:\\./)?(?:" + folders +
                       ")/[A-Za-z0-9_/-]+\\.(?:sh|py|toml|cmake|schema\\.json|cpp|h|inc|md|txt))";
  for (const auto& page : pages())
    for (const auto& file : matches(page.text, pattern.c_str()))
      EXPECT_TRUE(file.find("NAME") != std::string::npos || fs::exists(source / file) ||
                  fs::exists(source / "src" / file))
          << page.name << ": " << file;
}

TEST(Docs, EveryCommandAndOptionExists) {
  std::set<std::string> commands;
  for (const auto& page : pages())
    for (const auto& call : calls(page)) {
      const auto command = matches(call, "^symh ([a-z]+)").front();
      const auto& help = help_of(command);
      ASSERT_EQ(help.code, 0) << page.name << ": " << call;
      commands.insert(command);
      for (const auto& option : matches(call, "(?:^|[ [])(--[a-z][a-z-]*)"))
        EXPECT_TRUE(std::regex_search(help.out, std::regex(option + "($|[^a-z-])")))
            << page.name << ": " << call;
    }
  EXPECT_EQ(commands.size(), cli::command_table.size()) << "README names every command";
}

TEST(Docs, EveryTrainingCommandHasAConfigurationThatSymhAccepts) {
  std::size_t checked = 0;
  for (const auto& page : pages())
    for (const auto& call : calls(page)) {
      if (!std::regex_search(call, std::regex("^symh train --config configs/[a-z]"))) continue;
      EXPECT_NO_THROW(read_configuration(call)) << page.name << ": " << call;
      ++checked;
    }
  EXPECT_GT(checked, 25U);
}

}  // namespace
}  // namespace symh
