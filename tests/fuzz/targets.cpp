#include "fuzz/targets.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>

#include "core/error.h"
#include "formats/archive.h"
#include "formats/format.h"
#include "formats/parse_text.h"
#include "job/config.h"
#include "saved/cards/bundled.h"
#include "saved/cards/saved_files.h"
#include "saved/safetensors.h"
#include "series/channels.h"
#include "sources/providers/hapi_dataset.h"
#include "sources/settings.h"

#ifdef SYMH_FUZZ_MODELS
#include "centre/record/config.h"
#include "models/xgboost_trees.h"
#include "saved/model_folder.h"
#endif

namespace symh {
namespace {

using Read = std::function<void(std::string_view bytes)>;

/// `OMNIWeb .fmt` as a name for a target and its folder: `omniweb-fmt`.
std::string slug(std::string_view text) {
  std::string slug;
  for (const char c : text) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (plain) slug += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (!plain && !slug.ends_with('-')) slug += '-';
  }
  return slug;
}

/// A folder of this process for readers that read files; it is removed at the end.
class Folder {
 public:
  Folder() { std::filesystem::create_directories(path_); }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path put(const char* name, std::string_view bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path_ / name;
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_ =
      std::filesystem::temp_directory_path() / fmt::format("symh-fuzz-{}", ::getpid());
};

const Folder& folder() {
  static const Folder the_folder;
  return the_folder;
}

void require(bool holds, const char* what) {
  if (!holds) throw std::logic_error(what);
}

void check(const Series& series) {
  std::size_t rows = 0;
  for (const auto& segment : series.segments) {
    require(segment.first == rows, "the segments do not follow each other");
    rows += segment.count;
  }
  require(series.cadence > Minutes{0}, "the cadence is not positive");
  require(series.status.size() == rows, "there is not one status for each row");
  for (const auto& channel : series.channels) {
    require(channel.values.size() == rows, "there is not one value for each row");
    const auto* bounds = bounded_channel(channel.name);
    for (const float value : channel.values)
      require(!out_of_bounds(bounds, value), "a value lies outside the bounds of its channel");
  }
}

/// All that a reader gave, for comparison.
std::string shown(const ParsedFile& file) {
  const auto& series = file.series;
  std::string all = fmt::format("{} {} {}\n", series.cadence.count(), file.source.rows,
                                static_cast<int>(file.source.status));
  for (const auto& segment : series.segments)
    all += fmt::format("{} {}\n", segment.start.time_since_epoch().count(), segment.count);
  for (const auto status : series.status) all += static_cast<char>('0' + static_cast<int>(status));
  for (const auto& channel : series.channels) {
    all += channel.name;
    for (float value : channel.values) {
      if (std::isnan(value)) value = missing;
      all.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
  }
  for (const auto& warning : file.warnings) all += warning + "\n";
  return all;
}

/// Reads strictly. What is refused is read with --tolerant, too; what is accepted is read line by line, too,
/// which must give the same.
void read_as(const Format& format, std::string_view bytes, const std::string& path = "fuzzed") {
  const TextInput input{bytes, path, /*skippable=*/false};
  std::optional<std::string> quick;
  try {
    const auto file = format.parse(input, {});
    check(file.series);
    if (!format.binary) quick = shown(file);
  } catch (const Error&) {
    check(format.parse(input, {.tolerant = true}).series);
  }
  if (!quick) return;
  try {
    require(*quick == shown(format.parse(input, {.careful = true})),
            "line by line the reader gives another result");
  } catch (const Error&) {
    throw std::logic_error("line by line the reader refuses what it accepts by runs of lines");
  }
}

void read_any(const std::string& name, std::string_view bytes) { check(parse_text(name, bytes, {}).series); }

void read_hapi_data_of_three(std::string_view bytes) {
  HapiDataset dataset;
  dataset.columns = {{1, "bz_gsm", -1e31F}, {2, "speed", std::nullopt}};
  dataset.width = 3;
  std::vector<std::string> warnings;
  if (const auto series = read_hapi_data(std::string(bytes), dataset, "fuzzed", warnings)) check(*series);
}

/// A .fmt file, a form feed, and the list that it describes.
void read_omniweb_list(std::string_view bytes) {
  const auto feed = std::min(bytes.find('\f'), bytes.size());
  folder().put("fuzzed.fmt", bytes.substr(0, feed));
  read_as(format_named("OMNIWeb list"), bytes.substr(std::min(feed + 1, bytes.size())),
          (folder().path() / "fuzzed.lst").string());
}

/// The SHA256SUMS of a folder of its own, because the other targets write files without checksums.
void read_checksums(std::string_view bytes) {
  const auto saved = folder().path() / "saved";
  std::filesystem::create_directories(saved);
  folder().put("saved/SHA256SUMS", bytes);
  folder().put("saved/a.json", "{}");
  SavedFiles(saved).read("a.json");
}

#ifdef SYMH_FUZZ_MODELS
/// A model.json, a form feed, and its weights.
void read_model_folder(std::string_view bytes) {
  const auto feed = std::min(bytes.find('\f'), bytes.size());
  folder().put("model.json", bytes.substr(0, feed));
  folder().put("weights.safetensors", bytes.substr(std::min(feed + 1, bytes.size())));
  load_model(folder().path());
}
#endif

std::map<std::string, Read, std::less<>> all_targets() {
  std::map<std::string, Read, std::less<>> targets{
      {"any", [](std::string_view bytes) { read_any("fuzzed", bytes); }},
      {"archive", [](std::string_view bytes) { for_each_text_in("fuzzed", bytes, read_any); }},
      {"model-card",
       [](std::string_view bytes) {
         folder().put("card.json", bytes);
         read_card(folder().path());
       }},
      {"checksums", read_checksums},
      {"hapi-info",
       [](std::string_view bytes) {
         HapiSettings settings;
         settings.parameters = {{"BZ_GSM", "bz_gsm"}, {"flow_speed", "speed"}};
         read_hapi_info(std::string(bytes), settings, "fuzzed");
       }},
      {"hapi-data", read_hapi_data_of_three},
      {"config", [](std::string_view bytes) { parse_config(std::string(bytes), "fuzzed", {}); }},
      {"sources", [](std::string_view bytes) { parse_sources(std::string(bytes), "fuzzed"); }},
      {"safetensors", [](std::string_view bytes) { read_safetensors(std::string(bytes), "fuzzed"); }}};
  for (const auto& format : all_formats())
    targets[slug(format.name)] = [&format](std::string_view bytes) { read_as(format, bytes); };
  targets["omniweb-list"] = read_omniweb_list;
#ifdef SYMH_FUZZ_MODELS
  targets["model-folder"] = read_model_folder;
  targets["xgboost-trees"] = [](std::string_view bytes) {
    constexpr std::array<float, 5> sample{0.1F, -0.2F, 0.3F, -0.4F, 0.5F};
    const auto sum = read_xgboost_trees(bytes, std::ssize(sample)).sum(sample.data());
    require(!std::isnan(sum), "trees of finite numbers give none");
  };
  targets["centre"] = [](std::string_view bytes) {
    read_centre_config(folder().put("centre.toml", bytes).string());
  };
#endif
  return targets;
}

}  // namespace

std::vector<std::string> fuzz_targets() {
  std::vector<std::string> names;
  for (const auto& [name, read] : all_targets()) names.push_back(name);
  return names;
}

void run_fuzz_target(std::string_view target, std::string_view bytes) {
  static const auto targets = all_targets();
  const auto found = targets.find(target);
  if (found == targets.end()) throw std::invalid_argument(fmt::format("no fuzz target {}", target));
  try {
    found->second(bytes);
  } catch (const Error&) {
    return;  // refused, as it should be
  }
}

}  // namespace symh
