#pragma once
#include <string_view>

namespace symh {

/// What a channel measures, for people and other programs; empty for a name that symh does not know.
struct Quantity {
  std::string_view name, units, description;
};

Quantity quantity_of(std::string_view channel);

}  // namespace symh
