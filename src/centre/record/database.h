#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/time.h"

struct sqlite3;
struct sqlite3_stmt;

namespace symh {

/// One SQL statement. Its parameters are bound in the order of the calls.
class Statement {
 public:
  Statement(sqlite3* database, const std::string& sql);

  Statement& bind(std::int64_t value);
  Statement& bind(Time value);  ///< as minutes since 1970
  Statement& bind(const std::optional<double>& value);
  Statement& bind(const std::string& value);
  /// Moves to the next row; false after the last. Throws RunError.
  bool step();
  /// Makes the statement ready to be bound again.
  void reset();
  /// Runs a statement without rows and resets it.
  void run();

  std::int64_t integer(int column) const;
  std::optional<double> number(int column) const;  ///< absent for NULL
  Time time(int column) const;
  std::string text(int column) const;

 private:
  void check(int result) const;

  sqlite3* database_;
  std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement_;
  int bound_ = 0;
};

/// An SQLite database in write-ahead mode. Each transaction is on disk before it counts as done, so that the
/// database survives a kill or a power cut at any moment. Other processes may read meanwhile; a writer waits
/// up to ten seconds for another writer.
class Database {
 public:
  /// Opens or creates the file. Throws RunError that names it.
  explicit Database(const std::filesystem::path& path);

  Statement prepare(const std::string& sql) const { return {database_.get(), sql}; }
  void execute(const std::string& sql) const;
  /// The number of rows that the last statement changed.
  std::int64_t changes() const;

 private:
  std::unique_ptr<sqlite3, int (*)(sqlite3*)> database_;
};

/// Groups statements: all of them take effect at commit(), none if the transaction is destroyed before.
class Transaction {
 public:
  explicit Transaction(const Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  const Database& database_;
  bool open_ = true;
};

}  // namespace symh
