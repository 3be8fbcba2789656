#include "windows/rows.h"

#include <algorithm>

namespace symh {

void Rows::push_back(std::int64_t row) {
  if (!runs_.empty() && runs_.back().count == 1) {
    runs_.back().step = row - runs_.back().first;
    runs_.back().count = 2;
  } else if (!runs_.empty() && row == runs_.back().at(runs_.back().count)) {
    ++runs_.back().count;
  } else {
    runs_.push_back({row, 0, size_, 1});
  }
  ++size_;
}

std::int64_t Rows::operator[](std::size_t index) const {
  const auto behind = std::ranges::upper_bound(runs_, index, {}, &Run::index);
  const auto& run = *std::prev(behind);
  return run.at(index - run.index);
}

std::vector<std::int64_t> Rows::part(std::size_t first, std::size_t count) const {
  std::vector<std::int64_t> rows;
  rows.reserve(count);
  if (count == 0) return rows;
  const auto behind = std::ranges::upper_bound(runs_, first, {}, &Run::index);
  for (auto run = std::prev(behind); rows.size() < count; ++run, first = 0)
    for (auto place = first > run->index ? first - run->index : 0; place < run->count && rows.size() < count;
         ++place)
      rows.push_back(run->at(place));
  return rows;
}

bool operator==(const Rows& a, const Rows& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin());
}

}  // namespace symh
