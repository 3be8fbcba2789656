#include "formats/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

#include "core/error.h"
#include "core/memory_budget.h"
#include "formats/mapping.h"

namespace symh {
namespace {

// No data compress so well. The constant part lets small files of one repeated line through.
constexpr std::uint64_t most_growth = 250, always_allowed = std::uint64_t{64} << 20;

using Archive = std::unique_ptr<archive, decltype(&archive_read_free)>;

[[noreturn]] void refuse_archive(const std::string& path, archive* handle) {
  const char* reason = archive_error_string(handle);
  throw DataError(fmt::format("{}: cannot be unpacked ({}); it is cut or corrupt: fetch it again", path,
                              reason == nullptr ? "unknown reason" : reason));
}

/// How packed bytes begin: gzip, xz, zip, bzip2, zstd, compress; a tar has its mark further on.
bool is_packed(std::string_view bytes) {
  using namespace std::string_view_literals;
  constexpr std::array marks{"\x1F\x8B"sv,   "\xFD\x37zXZ"sv, "PK\x03\x04"sv,
                             "PK\x05\x06"sv, "\x1F\x9D"sv,    "\x28\xB5\x2F\xFD"sv};
  constexpr std::size_t tar_mark_at = 257;
  // Three letters of bzip2 could begin a text; the mark of its first block could not.
  if (bytes.starts_with("BZh"sv))
    return bytes.substr(std::min<std::size_t>(4, bytes.size())).starts_with("1AY&SY"sv);
  return std::ranges::any_of(marks, [&](std::string_view mark) { return bytes.starts_with(mark); }) ||
         (bytes.size() > tar_mark_at && bytes.substr(tar_mark_at).starts_with("ustar"sv));
}

Archive open_archive(const std::string& path, std::string_view bytes) {
  Archive handle(archive_read_new(), archive_read_free);
  archive_read_support_filter_gzip(handle.get());
  archive_read_support_filter_xz(handle.get());
  archive_read_support_filter_bzip2(handle.get());
  archive_read_support_filter_zstd(handle.get());
  archive_read_support_filter_compress(handle.get());
  archive_read_support_format_zip(handle.get());
  archive_read_support_format_tar(handle.get());
  archive_read_support_format_raw(handle.get());
  if (archive_read_open_memory(handle.get(), bytes.data(), bytes.size()) != ARCHIVE_OK)
    refuse_archive(path, handle.get());
  return handle;
}

/// Unpacks archives, those inside archives too.
class Unpacker {
 public:
  Unpacker(std::size_t packed_bytes, const TakeText& take, const PassOver& pass_over)
      : packed_bytes_(packed_bytes), take_(take), pass_over_(pass_over) {}

  void unpack(const std::string& path, std::string_view bytes, int depth) {
    const auto handle = open_archive(path, bytes);
    archive_entry* entry = nullptr;
    for (;;) {
      const int result = archive_read_next_header(handle.get(), &entry);
      if (result == ARCHIVE_EOF) return;
      if (result != ARCHIVE_OK && result != ARCHIVE_WARN) refuse_archive(path, handle.get());
      const char* member = archive_entry_pathname(entry);
      // A compressed file holds one nameless member, which libarchive calls "data".
      const bool raw = archive_format(handle.get()) == ARCHIVE_FORMAT_RAW;
      if (!raw && archive_entry_filetype(entry) != AE_IFREG) continue;
      const auto name = raw || member == nullptr ? path : path + "!" + member;
      if (!raw && member != nullptr && !holds_data(member)) {
        pass_over_(name);
        continue;
      }
      MemoryClaim claim;
      give(name, read_member(handle.get(), name, claim), depth);
    }
  }

 private:
  std::string read_member(archive* handle, const std::string& name, MemoryClaim& claim) {
    std::string text;
    const void* block = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    for (;;) {
      const int result = archive_read_data_block(handle, &block, &size, &offset);
      if (result == ARCHIVE_EOF) return text;
      if (result != ARCHIVE_OK) refuse_archive(name, handle);
      count(size, name);
      make_room(text, size, name, claim);
      text.append(static_cast<const char*>(block), size);
    }
  }

  /// Counts what all members together unpack to.
  void count(std::size_t bytes, const std::string& name) {
    unpacked_bytes_ += bytes;
    if (unpacked_bytes_ > std::max(always_allowed, bytes_of(packed_bytes_, most_growth)))
      throw DataError(
          fmt::format("{}: found {} packed bytes that unpack to more than {} times as many, as no data do; "
                      "leave it out, or unpack it by hand",
                      name, packed_bytes_, most_growth));
  }

  static void make_room(std::string& text, std::size_t more, const std::string& name, MemoryClaim& claim) {
    if (text.size() + more <= text.capacity()) return;
    const auto room = std::max(2 * text.capacity(), text.size() + more);
    name_over_budget(name, [&] {
      claim.grow(room - (text.empty() ? 0 : text.capacity()));
      require_memory(text.size());  // which is there twice while it moves
    });
    text.reserve(room);
  }

  void give(const std::string& name, const std::string& bytes, int depth) {
    if (!is_packed(bytes))
      take_(name, bytes);
    else if (depth < deepest)
      unpack(name, bytes, depth + 1);
    else
      throw DataError(
          fmt::format("{}: archives lie in archives {} deep; unpack them by hand", name, deepest));
  }

  static constexpr int deepest = 3;
  std::size_t packed_bytes_;
  std::uint64_t unpacked_bytes_ = 0;
  const TakeText& take_;
  const PassOver& pass_over_;
};

}  // namespace

bool holds_data(std::string_view path) {
  constexpr std::array<std::string_view, 7> others{".png",  ".html", ".htm",        ".md",
                                                   ".toml", ".pdf",  ".safetensors"};
  while (!path.empty()) {
    const auto end = std::min(path.find('/'), path.size());
    const auto part = path.substr(0, end);
    if (part == "__MACOSX" || (part.starts_with(".") && part != "." && part != "..")) return false;
    if (end == path.size()) {
      const auto point = part.rfind('.');
      const auto ending = point == std::string_view::npos ? std::string_view() : part.substr(point);
      return !part.starts_with("README") && std::ranges::find(others, ending) == others.end();
    }
    path.remove_prefix(end + 1);
  }
  return true;
}

void for_each_text(const std::filesystem::path& path, const TakeText& take, const PassOver& pass_over) {
  for_each_text_in(path.string(), Mapping(path).text(), take, pass_over);
}

void for_each_text_in(const std::string& name, std::string_view bytes, const TakeText& take,
                      const PassOver& pass_over) {
  if (is_packed(bytes))
    Unpacker(bytes.size(), take, pass_over).unpack(name, bytes, 1);
  else
    take(name, bytes);
}

}  // namespace symh
