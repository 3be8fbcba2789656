#pragma once

namespace symh::cli {

/// From here on Ctrl-C and SIGTERM end the process at once with exit code 5 (files are written whole or not
/// at all, so nothing is left half done), except while a StopWhenAsked lives.
/// `how_to_go_on` is a literal that is said then.
void exit_five_on_interrupt(const char* how_to_go_on = "the same command with --resume goes on");

/// While it lives, the first Ctrl-C or SIGTERM only asks for a stop, so that work can end at a point from
/// which it can go on; the second one ends the process as before.
class StopWhenAsked {
 public:
  StopWhenAsked();
  ~StopWhenAsked();
  StopWhenAsked(const StopWhenAsked&) = delete;
  StopWhenAsked& operator=(const StopWhenAsked&) = delete;
  static bool asked();
};

}  // namespace symh::cli
