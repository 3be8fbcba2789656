#pragma once

namespace symh {

/// While it lives, matrix products (matrix_product.h) run on the calling thread alone: with more threads they
/// may add the terms in another order, and the bytes would depend on the number of threads.
class OneThread {
 public:
  OneThread();
  ~OneThread();
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

 private:
  int openmp_before_, mkl_before_;
};

}  // namespace symh
