#pragma once
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <limits>
#include <mutex>
#include <thread>
#include <vector>

namespace symh {

/// Threads that live between calls, for work in many small rounds. Only one thread at a time may call a
/// pool.
class WorkerPool {
 public:
  /// The calling thread counts as one of `threads` (at least 1); the others call `at_start` first.
  explicit WorkerPool(
      std::size_t threads, const std::function<void()>& at_start = [] {});
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  std::size_t threads() const { return workers_.size() + 1; }

  /// Calls `work(i)` for i = 0 ... count-1, each on some thread, at most `most` of them at once, and waits
  /// for all. If calls throw, it rethrows the error of the lowest i after all have ended.
  void run(std::size_t count, const std::function<void(std::size_t)>& work,
           std::size_t most = std::numeric_limits<std::size_t>::max());

 private:
  void serve();
  void take_work();

  std::mutex mutex_;
  std::condition_variable begun_, ended_;
  const std::function<void(std::size_t)>* work_ = nullptr;  ///< of this round
  std::size_t count_ = 0, next_ = 0, most_ = 0, busy_ = 0, round_ = 0, failed_ = 0;
  std::exception_ptr error_;
  bool closing_ = false;
  std::vector<std::jthread> workers_;
};

}  // namespace symh
