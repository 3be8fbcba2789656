#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace symh {

/// Calls `take(name, text)` with the content of a file: a plain file once, mapped and not copied; for gzip,
/// xz and zip once for each unpacked member, named `archive.zip!member`. Throws DataError if the file is
/// missing, cut or corrupt.
void for_each_text(const std::filesystem::path& path,
                   const std::function<void(const std::string& name, std::string_view text)>& take);

/// The same for bytes that are already in memory.
void for_each_text_in(const std::string& name, std::string_view bytes,
                      const std::function<void(const std::string& name, std::string_view text)>& take);

}  // namespace symh
