#pragma once

// Of OpenMP's <omp.h>, which clang-tidy does not find: it belongs to g++.
extern "C" {
void omp_set_num_threads(int threads);
int omp_get_max_threads();
}

namespace symh {

/// While it lives, oneDNN multiplies on the calling thread alone: with more threads it may add the terms of a
/// product in another order.
class OneThread {
 public:
  OneThread() { omp_set_num_threads(1); }
  ~OneThread() { omp_set_num_threads(before_); }
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

 private:
  int before_ = omp_get_max_threads();
};

}  // namespace symh
