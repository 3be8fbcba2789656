#include "cli/commands/fetch_report.h"

#include <fmt/format.h>

#include <array>

namespace symh::cli {
namespace {

constexpr std::size_t width = 80;

std::string upgrades_text(const Difference& difference) {
  std::string text;
  for (const auto& [change, count] : difference.upgrades)
    text += fmt::format("{}{}->{} {}", text.empty() ? "" : ", ", status_letter(change.first),
                        status_letter(change.second), count);
  return text;
}

/// The changes in a file, in few words.
std::string words_of(const FileReport& file) {
  std::string text = file.note;
  const auto add = [&](const std::string& words) {
    if (!words.empty()) text += (text.empty() ? "" : ", ") + words;
  };
  if (file.change == FileChange::planned) return file.address;
  if (file.change == FileChange::updated && file.difference.new_values > 0)
    add(fmt::format("{} values new", file.difference.new_values));
  if (file.difference.changed_values > 0) add(fmt::format("{} changed", file.difference.changed_values));
  add(upgrades_text(file.difference));
  if (file.difference.kept_better > 0) add(fmt::format("better kept: {}", file.difference.kept_better));
  return text;
}

std::string cut(std::string line) {
  if (line.size() > width) line = line.substr(0, width - 3) + "...";
  return line + "\n";
}

/// Each address gets its own line: addresses are long, and useless if cut.
std::string plan_text(const FetchReport& report) {
  std::string text;
  for (const auto& file : report.files)
    text += fmt::format("{:<28} {}\n{}", file.file.filename().string(), change_name(file.change),
                        file.address.empty() ? "" : "  " + file.address + "\n");
  return text;
}

std::string count_text(const FetchReport& report) {
  constexpr std::array changes{FileChange::fetched, FileChange::updated, FileChange::unchanged,
                               FileChange::cached,  FileChange::absent,  FileChange::failed};
  std::string text;
  for (const auto change : changes) {
    const auto count = std::ranges::count(report.files, change, &FileReport::change);
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, change_name(change));
  }
  return text.empty() ? "nothing" : text;
}

}  // namespace

std::string_view status_letter(Status status) {
  switch (status) {
    case Status::definitive:
      return "D";
    case Status::provisional:
      return "P";
    case Status::quick_look:
      return "Q";
    case Status::unknown:
      break;
  }
  return "-";
}

std::string fetch_text(const FetchReport& report) {
  const auto planned = [](const FileReport& file) { return file.change == FileChange::planned; };
  if (std::ranges::any_of(report.files, planned)) return plan_text(report);
  std::string text;
  if (!report.files.empty())
    text = fmt::format("{:<28} {:<9} {:>7} {:<6} {}\n", "file", "", "samples", "status", "what changed");
  for (const auto& file : report.files)
    text += cut(fmt::format("{:<28} {:<9} {:>7} {:<6} {}", file.file.filename().string(),
                            change_name(file.change), file.rows, status_letter(file.status), words_of(file)));
  for (const auto& note : report.notes) text += note + "\n";
  return text + fmt::format("{}: {}; --data {}\n", report.source, count_text(report), report.folder.string());
}

nlohmann::json fetch_json(const FetchReport& report) {
  nlohmann::json json{{"source", report.source},
                      {"folder", report.folder.string()},
                      {"exit_code", static_cast<int>(report.code)},
                      {"files", nlohmann::json::array()},
                      {"notes", report.notes},
                      {"warnings", report.warnings},
                      {"errors", report.errors}};
  for (const auto& file : report.files) {
    nlohmann::json entry{{"file", file.file.string()},
                         {"address", file.address},
                         {"change", change_name(file.change)},
                         {"samples", file.rows},
                         {"status", status_name(file.status)},
                         {"new_values", file.difference.new_values},
                         {"changed_values", file.difference.changed_values},
                         {"better_kept", file.difference.kept_better},
                         {"note", file.note},
                         {"upgrades", nlohmann::json::object()}};
    for (const auto& [change, count] : file.difference.upgrades)
      entry["upgrades"][fmt::format("{}->{}", status_letter(change.first), status_letter(change.second))] =
          count;
    json["files"].push_back(std::move(entry));
  }
  return json;
}

}  // namespace symh::cli
