#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace symh {

/// A kind of file that symh recognises but does not read.
struct ForeignFormat {
  std::string_view what;    ///< such as `Kyoto's AE index`
  std::string_view remedy;  ///< what the user can do
};

/// The kind of a file that no reader takes, by its name and its first bytes; nullopt if it is unknown.
std::optional<ForeignFormat> foreign_format(std::string_view name, std::string_view head);

}  // namespace symh
