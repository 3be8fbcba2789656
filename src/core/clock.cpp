#include "core/clock.h"

namespace symh {

Time time_of_clock() { return std::chrono::floor<Minutes>(std::chrono::system_clock::now()); }

}  // namespace symh
