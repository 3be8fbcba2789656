#include "formats/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <memory>

#include "core/error.h"
#include "formats/mapping.h"

namespace symh {
namespace {

constexpr std::size_t largest_member = std::size_t{4} << 30;

using Archive = std::unique_ptr<archive, decltype(&archive_read_free)>;

[[noreturn]] void refuse_archive(const std::string& path, archive* handle) {
  const char* reason = archive_error_string(handle);
  throw DataError(fmt::format("{}: cannot be unpacked ({}); it is cut or corrupt: fetch it again", path,
                              reason == nullptr ? "unknown reason" : reason));
}

std::string read_member(archive* handle, const std::string& name) {
  std::string text;
  const void* block = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  for (;;) {
    const int result = archive_read_data_block(handle, &block, &size, &offset);
    if (result == ARCHIVE_EOF) return text;
    if (result != ARCHIVE_OK) refuse_archive(name, handle);
    if (text.size() + size > largest_member)
      throw DataError(
          fmt::format("{}: unpacks to more than 4 GiB; unpack it by hand and give the folder", name));
    text.append(static_cast<const char*>(block), size);
  }
}

bool is_packed(std::string_view text) {
  using namespace std::string_view_literals;
  return text.starts_with("\x1F\x8B"sv) ||
         text.starts_with(
             "\xFD"
             "7zXZ"sv) ||
         text.starts_with("PK\x03\x04"sv) || text.starts_with("PK\x05\x06"sv);
}

void unpack(const std::string& path, std::string_view bytes,
            const std::function<void(const std::string&, std::string_view)>& take) {
  const Archive handle(archive_read_new(), archive_read_free);
  archive_read_support_filter_gzip(handle.get());
  archive_read_support_filter_xz(handle.get());
  archive_read_support_format_zip(handle.get());
  archive_read_support_format_raw(handle.get());
  if (archive_read_open_memory(handle.get(), bytes.data(), bytes.size()) != ARCHIVE_OK)
    refuse_archive(path, handle.get());
  archive_entry* entry = nullptr;
  for (;;) {
    const int result = archive_read_next_header(handle.get(), &entry);
    if (result == ARCHIVE_EOF) return;
    if (result != ARCHIVE_OK && result != ARCHIVE_WARN) refuse_archive(path, handle.get());
    if (archive_entry_filetype(entry) == AE_IFDIR) continue;
    const char* member = archive_entry_pathname(entry);
    // gzip and xz hold one nameless member, which libarchive calls "data".
    const bool raw = archive_format(handle.get()) == ARCHIVE_FORMAT_RAW;
    const auto name = raw || member == nullptr ? path : path + "!" + member;
    take(name, read_member(handle.get(), name));
  }
}

}  // namespace

void for_each_text(const std::filesystem::path& path,
                   const std::function<void(const std::string& name, std::string_view text)>& take) {
  for_each_text_in(path.string(), Mapping(path).text(), take);
}

void for_each_text_in(const std::string& name, std::string_view bytes,
                      const std::function<void(const std::string& name, std::string_view text)>& take) {
  if (is_packed(bytes))
    unpack(name, bytes, take);
  else
    take(name, bytes);
}

}  // namespace symh
