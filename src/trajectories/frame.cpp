#include "trajectories/frame.h"

#include <algorithm>
#include <cmath>

namespace symh {
namespace {

/// No forecast is surer than that, and nothing is divided by zero.
constexpr double narrowest_nt = 0.01;

double between(double a, double b, double part) { return a + part * (b - a); }

}  // namespace

Frame::Frame(const std::vector<Marginal>& marginals, Minutes step) : step_(step) {
  auto next = marginals.begin() + 1;
  for (Minutes after{0}; after <= marginals.back().after; after += step) {
    while (after > next->after) ++next;
    const auto &from = *(next - 1), &to = *next;
    const double part = static_cast<double>((after - from.after).count()) /
                        static_cast<double>((to.after - from.after).count());
    const auto half_width = [&](double of_from, double of_to) {
      return std::max(narrowest_nt, std::sqrt(between(of_from * of_from, of_to * of_to, part)));
    };
    value_nt_.push_back(between(from.value_nt, to.value_nt, part));
    below_nt_.push_back(half_width(from.value_nt - from.q05_nt, to.value_nt - to.q05_nt));
    above_nt_.push_back(half_width(from.q95_nt - from.value_nt, to.q95_nt - to.value_nt));
  }
}

double Frame::deepest_nt() const { return std::ranges::min(value_nt_); }

}  // namespace symh
