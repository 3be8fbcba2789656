#include "centre/record/database.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include "core/error.h"

namespace symh {
namespace {

constexpr int wait_for_writers_ms = 10000;

[[noreturn]] void fail(sqlite3* database) {
  const char* name = sqlite3_db_filename(database, "main");
  throw RunError(
      fmt::format("{}: {}; if the disk is not full and the file may be written, restore it from a "
                  "backup or move it away",
                  name == nullptr ? "the forecast log" : name, sqlite3_errmsg(database)));
}

sqlite3* open(const std::filesystem::path& path) {
  std::error_code ignored;
  std::filesystem::create_directories(path.parent_path(), ignored);
  // Folders may be links; the file itself must not lead to a file elsewhere.
  const auto folder = std::filesystem::weakly_canonical(path.parent_path(), ignored);
  const auto file = (ignored ? path.parent_path() : folder) / path.filename();
  // SQLite by itself would give a new file to its owner alone to write, whatever the umask. Its journals get
  // the rights of this file.
  constexpr mode_t all = 0666;
  if (const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, all); made >= 0)
    ::close(made);
  sqlite3* database = nullptr;
  const int result = sqlite3_open_v2(
      file.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW, nullptr);
  if (result == SQLITE_OK) return database;
  sqlite3_close(database);
  if (std::filesystem::is_symlink(file, ignored))
    throw RunError(fmt::format(
        "{}: is a symbolic link, which symh does not follow there; put the file itself in its place",
        path.string()));
  throw RunError(fmt::format("{}: cannot be opened: {}", path.string(), sqlite3_errstr(result)));
}

}  // namespace

Statement::Statement(sqlite3* database, const std::string& sql)
    : database_(database), statement_(nullptr, sqlite3_finalize) {
  sqlite3_stmt* statement = nullptr;
  check(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr));
  statement_.reset(statement);
}

void Statement::check(int result) const {
  if (result != SQLITE_OK) fail(database_);
}

Statement& Statement::bind(std::int64_t value) {
  check(sqlite3_bind_int64(statement_.get(), ++bound_, value));
  return *this;
}

Statement& Statement::bind(Time value) { return bind(std::int64_t{value.time_since_epoch().count()}); }

Statement& Statement::bind(const std::optional<double>& value) {
  ++bound_;
  check(value ? sqlite3_bind_double(statement_.get(), bound_, *value)
              : sqlite3_bind_null(statement_.get(), bound_));
  return *this;
}

Statement& Statement::bind(const std::string& value) {
  check(sqlite3_bind_text(statement_.get(), ++bound_, value.c_str(), static_cast<int>(value.size()),
                          SQLITE_TRANSIENT));
  return *this;
}

bool Statement::step() {
  const int result = sqlite3_step(statement_.get());
  if (result != SQLITE_ROW && result != SQLITE_DONE) fail(database_);
  return result == SQLITE_ROW;
}

void Statement::reset() {
  check(sqlite3_reset(statement_.get()));
  bound_ = 0;
}

void Statement::run() {
  step();
  reset();
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

std::optional<double> Statement::number(int column) const {
  if (sqlite3_column_type(statement_.get(), column) == SQLITE_NULL) return std::nullopt;
  return sqlite3_column_double(statement_.get(), column);
}

Time Statement::time(int column) const { return Time{Minutes{integer(column)}}; }

std::string Statement::text(int column) const {
  const auto* text = sqlite3_column_text(statement_.get(), column);
  return text == nullptr ? "" : reinterpret_cast<const char*>(text);
}

Database::Database(const std::filesystem::path& path) : database_(open(path), sqlite3_close) {
  sqlite3_busy_timeout(database_.get(), wait_for_writers_ms);
  execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
}

void Database::execute(const std::string& sql) const {
  if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    fail(database_.get());
}

std::int64_t Database::changes() const { return sqlite3_changes64(database_.get()); }

Transaction::Transaction(const Database& database) : database_(database) {
  database_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  try {
    if (open_) database_.execute("ROLLBACK");
  } catch (const Error&) {  // SQLite has rolled back by itself
    open_ = false;
  }
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

}  // namespace symh
