#pragma once
#include <map>
#include <string>

namespace symh {

/// What an archive says beside its series: each note is a global attribute.
using ArchiveNotes = std::map<std::string, std::string>;

}  // namespace symh
