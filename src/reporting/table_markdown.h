#pragma once
#include <string>

#include "verification/table.h"

namespace symh {

/// A table of a model card: the cells of a report, in Markdown, without title and note. A vertical bar in a
/// text is escaped.
std::string to_markdown(const Table& table);

}  // namespace symh
