#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace symh {

/// Takes the content of a file or of a member of an archive.
using TakeText = std::function<void(const std::string& name, std::string_view text)>;
/// Gets the name of a member that holds no data and is passed over.
using PassOver = std::function<void(const std::string& name)>;

/// False for the name of a file that holds no data wherever it lies, in a folder or in an archive: README*,
/// hidden files and folders, `__MACOSX`, pictures, pages, configurations.
bool holds_data(std::string_view path);

/// Calls `take(name, text)` with the content of a file: a plain file once, mapped and not copied; for a file
/// that gzip, bzip2, xz, zstd or compress has packed, for zip and for tar once for each unpacked member,
/// named `archive.zip!member`, archives inside archives too. Throws DataError if the file is missing, cut or
/// corrupt, or unpacks to more than the memory budget or any real data would (core/memory_budget.h).
void for_each_text(
    const std::filesystem::path& path, const TakeText& take,
    const PassOver& pass_over = [](const std::string&) {});

/// The same for bytes that are already in memory.
void for_each_text_in(
    const std::string& name, std::string_view bytes, const TakeText& take,
    const PassOver& pass_over = [](const std::string&) {});

}  // namespace symh
