#include "sources/http/part_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/file.h"
#include "core/json.h"
#include "core/temporary_file.h"
#include "sources/http/note_file.h"

namespace symh {
namespace {

namespace fs = std::filesystem;

/// A weak ETag promises the same meaning, not the same bytes, so If-Range must not use it.
std::string strong_validator(const NoteFile& note) {
  const auto etag = note.text("etag");
  return etag.empty() || etag.starts_with("W/") ? note.text("last_modified") : etag;
}

}  // namespace

PartFile::PartFile(const HttpRequest& request, std::uint64_t size_limit)
    : path_(request.part),
      note_(request.part.string() + ".json"),
      address_(request.address.shown()),
      limit_(size_limit),
      file_(nullptr, std::fclose) {
  std::error_code error;
  const auto bytes = fs::file_size(path_, error);
  if (error) return;
  const NoteFile note(note_);
  if (note.text("address") != address_) return;
  validator_ = strong_validator(note);
  resumable_ = validator_.empty() ? 0 : bytes;
}

void PartFile::open(bool append, const Validators& version) {
  if (!append)
    write_file_atomically(
        note_,
        json_text({{"address", address_}, {"etag", version.etag}, {"last_modified", version.last_modified}},
                  1));
  file_.reset(::fdopen(open_to_append(path_, !append), "ab"));
  if (!file_) throw RunError(fmt::format("{}: cannot write: {}", path_.string(), std::strerror(errno)));
  size_ = append ? resumable_ : 0;
}

bool PartFile::write(const char* data, std::size_t size) {
  too_large_ = size_ + size > limit_;
  if (too_large_ || std::fwrite(data, 1, size, file_.get()) != size) return false;
  size_ += size;
  return true;
}

bool PartFile::close() { return !file_ || std::fclose(file_.release()) == 0; }

std::string PartFile::take() {
  close();
  auto content = fs::exists(path_) ? read_file(path_) : std::string();
  discard();
  return content;
}

void PartFile::discard() {
  close();
  resumable_ = 0;
  std::error_code ignored;  // the file may not exist
  fs::remove(path_, ignored);
  fs::remove(note_, ignored);
}

}  // namespace symh
