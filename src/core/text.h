#pragma once
#include <string>
#include <vector>

namespace symh {

/// The candidate that takes the fewest letters put in, left out or changed to become `word`; the first of
/// equals. There must be one.
std::string nearest(const std::string& word, const std::vector<std::string>& candidates);

}  // namespace symh
