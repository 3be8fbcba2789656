#include "core/worker_pool.h"

#include <utility>

namespace symh {

WorkerPool::WorkerPool(std::size_t threads, const std::function<void()>& at_start) {
  for (std::size_t t = 1; t < threads; ++t)
    workers_.emplace_back([this, at_start] {
      at_start();
      serve();
    });
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  begun_.notify_all();
}

void WorkerPool::serve() {
  std::size_t seen = 0;
  std::unique_lock lock(mutex_);
  while (true) {
    begun_.wait(lock, [&] { return closing_ || round_ != seen; });
    if (closing_) return;
    seen = round_;
    if (busy_ + 1 >= most_) continue;  // the caller works too
    ++busy_;
    lock.unlock();
    take_work();
    lock.lock();
    if (--busy_ == 0) ended_.notify_one();
  }
}

void WorkerPool::take_work() {
  std::unique_lock lock(mutex_);
  while (next_ < count_) {
    const auto i = next_++;
    const auto& work = *work_;
    lock.unlock();
    std::exception_ptr error;
    try {
      work(i);
    } catch (...) {
      error = std::current_exception();
    }
    lock.lock();
    if (error && (!error_ || i < failed_)) {
      error_ = error;
      failed_ = i;
    }
  }
}

void WorkerPool::run(std::size_t count, const std::function<void(std::size_t)>& work, std::size_t most) {
  {
    const std::lock_guard lock(mutex_);
    work_ = &work;
    count_ = count;
    next_ = 0;
    most_ = most;
    ++round_;
  }
  if (count > 1 && most > 1) begun_.notify_all();
  take_work();
  std::unique_lock lock(mutex_);
  ended_.wait(lock, [&] { return busy_ == 0; });
  if (const auto error = std::exchange(error_, nullptr)) std::rethrow_exception(error);
}

}  // namespace symh
