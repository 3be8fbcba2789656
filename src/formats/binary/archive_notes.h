#pragma once
#include <map>
#include <string>

namespace symh {

/// What an archive says besides its series: a text for each global attribute.
using ArchiveNotes = std::map<std::string, std::string>;

}  // namespace symh
