#pragma once
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <vector>

namespace symh {

/// Rows of a grid, kept as runs of equal step: the issue times of 44 years take no more memory than those of
/// a day. Rows may be pushed back in any order.
class Rows {
 public:
  Rows() = default;
  Rows(std::initializer_list<std::int64_t> rows) { append(rows); }
  // Not explicit, so that callers can pass a list of rows.
  Rows(const std::vector<std::int64_t>& rows) { append(rows); }

  void push_back(std::int64_t row);
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  /// Searches among the runs; iterators are quicker to go through all rows.
  std::int64_t operator[](std::size_t index) const;
  std::int64_t front() const { return runs_.front().first; }
  std::int64_t back() const { return runs_.back().at(runs_.back().count - 1); }
  /// Rows [first, first + count).
  std::vector<std::int64_t> part(std::size_t first, std::size_t count) const;
  std::vector<std::int64_t> all() const { return part(0, size_); }

  class Iterator {
   public:
    using value_type = std::int64_t;
    using difference_type = std::ptrdiff_t;
    using reference = std::int64_t;
    using pointer = void;
    using iterator_category = std::input_iterator_tag;

    Iterator() = default;
    Iterator(const Rows* rows, std::size_t run, std::size_t place) : rows_(rows), run_(run), place_(place) {}
    std::int64_t operator*() const { return rows_->runs_[run_].at(place_); }
    Iterator& operator++() {
      if (++place_ == rows_->runs_[run_].count) {
        ++run_;
        place_ = 0;
      }
      return *this;
    }
    Iterator operator++(int) {
      auto before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const Rows* rows_ = nullptr;
    std::size_t run_ = 0, place_ = 0;
  };
  using value_type = std::int64_t;
  using const_iterator = Iterator;
  Iterator begin() const { return {this, 0, 0}; }
  Iterator end() const { return {this, runs_.size(), 0}; }

  /// True for the same rows in the same order, in whatever runs they are kept.
  friend bool operator==(const Rows& a, const Rows& b);

 private:
  struct Run {
    std::int64_t first, step;
    std::size_t index;  ///< of the run's first row among all rows
    std::size_t count;
    std::int64_t at(std::size_t place) const { return first + step * static_cast<std::int64_t>(place); }
  };

  template <class List>
  void append(const List& rows) {
    for (const auto row : rows) push_back(row);
  }

  std::vector<Run> runs_;
  std::size_t size_ = 0;
};

/// Leaves out the rows for which `left_out` holds; returns how many.
template <class Predicate>
std::size_t erase_if(Rows& rows, const Predicate& left_out) {
  Rows kept;
  for (const auto row : rows)
    if (!left_out(row)) kept.push_back(row);
  const auto erased = rows.size() - kept.size();
  rows = std::move(kept);
  return erased;
}

}  // namespace symh
