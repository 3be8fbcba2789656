#include "core/listener.h"

namespace symh {

Listener& silent_listener() {
  static Listener silent;
  return silent;
}

}  // namespace symh
