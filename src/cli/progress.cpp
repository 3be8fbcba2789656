#include "cli/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/printable.h"

namespace symh::cli {
namespace {

constexpr std::size_t longest_bar = 20, shortest_bar = 5;

std::size_t terminal_columns() {
  winsize size{};
  const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

std::string bar_text(double share, std::size_t width) {
  const auto full = static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * static_cast<double>(width));
  return fmt::format(" [{}{}]", std::string(full, '='), std::string(width - full, ' '));
}

}  // namespace

std::string clock_text(double seconds) {
  const auto whole = static_cast<long long>(std::llround(std::clamp(seconds, 0.0, 1e12)));
  const auto hours = whole / 3600, minutes = whole / 60 % 60;
  if (hours >= 24) return fmt::format("{}d {:02}h", hours / 24, hours % 24);
  if (hours > 0) return fmt::format("{}:{:02}:{:02}", hours, minutes, whole % 60);
  return fmt::format("{}:{:02}", minutes, whole % 60);
}

std::string progress_line(const std::string& label, double share, const std::string& words,
                          std::optional<double> seconds_left, std::size_t columns) {
  const auto name = printable(label, Newlines::escaped);
  std::string rest = words.empty() ? "" : " " + printable(words, Newlines::escaped);
  if (seconds_left) rest += " " + clock_text(*seconds_left) + " left";
  constexpr std::size_t frame = 3;  // the leading blank and two brackets
  const auto taken = name.size() + rest.size() + frame;
  const auto room = std::min(longest_bar, columns > taken ? columns - taken : 0);
  const auto line = name + (room < shortest_bar ? "" : bar_text(share, room)) + rest;
  auto end = std::min(columns, line.size());
  while (end < line.size() && end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80) --end;
  return line.substr(0, end);
}

ProgressBar::ProgressBar(const Common& common)
    : shown_(!common.quiet && isatty(STDERR_FILENO) != 0),
      started_(std::chrono::steady_clock::now()),
      drawn_(started_ - std::chrono::seconds(1)) {}

ProgressBar::~ProgressBar() { clear(); }

void ProgressBar::clear() {
  if (shown_) std::fputs("\r\033[K", stderr);
}

void ProgressBar::update(const std::string& label, double share, const std::string& words) {
  const auto now = std::chrono::steady_clock::now();
  if (!first_share_) first_share_ = share;
  if (!shown_ || now - drawn_ < std::chrono::milliseconds(100)) return;
  drawn_ = now;
  const double spent = std::chrono::duration<double>(now - started_).count(), done = share - *first_share_;
  const auto left = done > 0 ? std::optional((1 - share) * spent / done) : std::nullopt;
  // A line as wide as the terminal would wrap, and "\r" would not return to its start.
  fmt::print(stderr, "\r\033[K{}", progress_line(label, share, words, left, terminal_columns() - 1));
  std::fflush(stderr);
}

}  // namespace symh::cli
