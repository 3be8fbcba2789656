#include "models/one_thread.h"

#ifdef SYMH_ONEDNN

extern "C" {
// Of OpenMP's <omp.h>, which clang-tidy does not find: it belongs to g++.
void omp_set_num_threads(int threads);
int omp_get_max_threads();
/// The MKL inside a LibTorch 2.x, if there is one: LibTorch tells it a number of threads, and it no longer
/// asks OpenMP. Sets the number for the calling thread, 0 for the common one, and returns that before.
[[gnu::weak]] int MKL_Set_Num_Threads_Local(int threads);
}

namespace symh {
namespace {

int set_mkl_threads(int threads) {
  return MKL_Set_Num_Threads_Local == nullptr ? 0 : MKL_Set_Num_Threads_Local(threads);
}

}  // namespace

OneThread::OneThread() : openmp_before_(omp_get_max_threads()), mkl_before_(set_mkl_threads(1)) {
  omp_set_num_threads(1);
}

OneThread::~OneThread() {
  omp_set_num_threads(openmp_before_);
  set_mkl_threads(mkl_before_);
}

}  // namespace symh

#endif
