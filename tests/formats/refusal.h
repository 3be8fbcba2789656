#pragma once
#include <string>

#include "core/error.h"
#include "formats/parse_text.h"

namespace symh {

/// The message with which the file `name` of this text is refused; `no error` if it is read.
inline std::string refusal_of(const std::string& name, const std::string& text,
                              const ReadOptions& options = {}) {
  try {
    parse_text(name, text, options);
  } catch (const DataError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace symh
