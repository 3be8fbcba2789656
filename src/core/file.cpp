#include "core/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <vector>

#include "core/error.h"
#include "core/memory_budget.h"
#include "core/temporary_file.h"

namespace symh {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, std::string_view action) {
  throw RunError(fmt::format("{}: cannot {}: {}", path.string(), action, std::strerror(errno)));
}

void sync_folder(const std::filesystem::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

class Sha256 {
 public:
  Sha256() { EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr); }
  void add(std::string_view bytes) { EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()); }
  std::string hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    EVP_DigestFinal_ex(context_.get(), digest.data(), &length);
    std::string digits;
    for (unsigned i = 0; i < length; ++i) digits += fmt::format("{:02x}", digest[i]);
    return digits;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

}  // namespace

void write_file_atomically(const std::filesystem::path& path, std::string_view content) {
  TemporaryFile file(path);
  file.write(content);
  file.put_in_place();
}

void remove_temporaries(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  std::error_code none;
  std::vector<fs::path> left;
  fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, none);
  for (; !none && at != fs::recursive_directory_iterator(); at.increment(none))
    if (is_temporary(at->path())) left.push_back(at->path());
  for (const auto& path : left) fs::remove(path, none);
}

void put_in_place(const std::filesystem::path& temporary, const std::filesystem::path& path) {
  const int fd = ::open(temporary.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) fail(path, "open its temporary file");
  const bool flushed = ::fsync(fd) == 0;
  ::close(fd);
  if (!flushed) fail(path, "flush to disk");
  if (std::rename(temporary.c_str(), path.c_str()) != 0) fail(path, "put in place");
  sync_folder(path.has_parent_path() ? path.parent_path() : std::filesystem::path("."));
}

void require_own(const std::filesystem::path& folder, uid_t self) {
  struct stat found {};
  if (self != 0 || ::stat(folder.c_str(), &found) != 0 || found.st_uid == 0) return;
  const auto* owner = ::getpwuid(found.st_uid);
  const auto name = owner == nullptr ? std::to_string(found.st_uid) : std::string(owner->pw_name);
  throw UsageError(fmt::format(
      "{}: belongs to the user {}, who could not overwrite files of root; run symh as that user (sudo -u {} "
      "...), or by its timer (systemctl start symh-forecast)",
      folder.string(), name, name));
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream || std::filesystem::is_directory(path))
    throw DataError(fmt::format("{}: cannot be opened; check the path and its permissions", path.string()));
  std::string content;
  std::array<char, 1 << 16> buffer{};
  MemoryClaim claim;  // a device or a pipe may give bytes for ever
  while (stream.read(buffer.data(), buffer.size()) || stream.gcount() > 0) {
    const auto count = static_cast<std::size_t>(stream.gcount());
    name_over_budget(path.string(), [&] { claim.grow(count); });
    content.append(buffer.data(), count);
  }
  return content;
}

std::string sha256_of_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream)
    throw DataError(fmt::format("{}: cannot be opened; check the path and its permissions", path.string()));
  Sha256 sum;
  std::array<char, 1 << 16> buffer{};
  while (stream.read(buffer.data(), buffer.size()) || stream.gcount() > 0)
    sum.add({buffer.data(), static_cast<size_t>(stream.gcount())});
  return sum.hex();
}

std::string sha256_of(std::string_view text) {
  Sha256 sum;
  sum.add(text);
  return sum.hex();
}

}  // namespace symh
