#include "sources/http/note_file.h"

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/file.h"
#include "core/json.h"
#include "core/printable.h"

namespace symh {

NoteFile::NoteFile(const std::filesystem::path& path) {
  constexpr JsonLimits small{.bytes = std::size_t{1} << 16, .depth = 2, .values = 100};
  nlohmann::json json;
  try {
    json = parse_json_or_discard(read_file(path), small);
  } catch (const DataError&) {
    return;
  }
  if (!json.is_object()) return;
  for (const auto& [key, value] : json.items())
    if (value.is_string()) texts_[key] = value.get<std::string>();
}

std::string NoteFile::text(const std::string& key) const {
  const auto found = texts_.find(key);
  if (found == texts_.end() || printable(found->second, Newlines::escaped) != found->second) return "";
  return found->second;
}

}  // namespace symh
