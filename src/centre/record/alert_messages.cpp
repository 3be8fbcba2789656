#include "centre/record/alert_messages.h"

#include <fmt/format.h>

#include <array>

namespace symh {
namespace {

constexpr std::array<std::pair<MessageKind, const char*>, 4> kinds{{{MessageKind::issue, "issue"},
                                                                    {MessageKind::escalate, "escalate"},
                                                                    {MessageKind::extend, "extend"},
                                                                    {MessageKind::cancel, "cancel"}}};
constexpr std::array<std::pair<Delivery, const char*>, 3> deliveries{
    {{Delivery::waiting, "waiting"}, {Delivery::delivered, "delivered"}, {Delivery::dropped, "dropped"}}};

template <class Names, class Value>
const char* name_of(const Names& names, Value value) {
  for (const auto& [known, name] : names)
    if (known == value) return name;
  return "";
}

/// The value of a name; the first of the list for an unknown one.
template <class Names>
auto value_of(const Names& names, const std::string& text) {
  for (const auto& [value, name] : names)
    if (text == name) return value;
  return names.front().first;
}

constexpr const char* columns =
    "alert, follows, kind, rule, threshold_nt, issue_time, issued_at, valid_from, valid_to, chance, "
    "chance_minutes, value_nt, lead_minutes, estimated, value_time, lowest_observed_nt, delivery";

std::optional<double> as_number(const std::optional<std::int64_t>& value) {
  return value ? std::optional(static_cast<double>(*value)) : std::nullopt;
}

void bind(Statement& statement, const AlertMessage& m) {
  statement.bind(m.alert).bind(as_number(m.follows)).bind(std::string(to_text(m.kind))).bind(m.rule);
  statement.bind(std::optional(m.threshold_nt)).bind(m.issue_time).bind(m.issued_at);
  statement.bind(m.valid_from).bind(m.valid_to).bind(m.chance);
  statement.bind(std::int64_t{m.chance_within.count()}).bind(std::optional(m.value_nt));
  statement.bind(std::int64_t{m.lead_time.count()}).bind(std::int64_t{m.estimated});
  statement.bind(m.value_time).bind(m.lowest_observed_nt);
  statement.bind(std::string(name_of(deliveries, m.delivery)));
}

AlertMessage read(const Statement& row) {
  AlertMessage m;
  m.serial = row.integer(0);
  m.alert = row.integer(1);
  if (row.number(2)) m.follows = row.integer(2);
  m.kind = value_of(kinds, row.text(3));
  m.rule = row.text(4);
  m.threshold_nt = row.number(5).value_or(0);
  m.issue_time = row.time(6);
  m.issued_at = row.time(7);
  m.valid_from = row.time(8);
  m.valid_to = row.time(9);
  m.chance = row.number(10);
  m.chance_within = Minutes{row.integer(11)};
  m.value_nt = row.number(12).value_or(0);
  m.lead_time = Minutes{row.integer(13)};
  m.estimated = row.integer(14) != 0;
  m.value_time = row.time(15);
  m.lowest_observed_nt = row.number(16);
  m.delivery = value_of(deliveries, row.text(17));
  return m;
}

/// The rows of a query that ends in `condition`.
Statement select(const Database& database, const std::string& condition) {
  return database.prepare(fmt::format("SELECT serial, {} FROM alert_messages AS m {}", columns, condition));
}

std::vector<AlertMessage> all_of(Statement rows) {
  std::vector<AlertMessage> messages;
  while (rows.step()) messages.push_back(read(rows));
  return messages;
}

constexpr const char* is_newest_of_its_alert =
    "serial = (SELECT max(serial) FROM alert_messages WHERE alert = m.alert)";

}  // namespace

std::string_view to_text(MessageKind kind) { return name_of(kinds, kind); }

std::int64_t add_message(const Database& database, const AlertMessage& message) {
  auto insert = database.prepare(
      fmt::format("INSERT INTO alert_messages ({}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                  " RETURNING serial",
                  columns));
  bind(insert, message);
  insert.step();
  const auto serial = insert.integer(0);
  insert.step();  // the row is kept when the statement has ended
  if (message.alert == 0)
    database.prepare("UPDATE alert_messages SET alert = serial WHERE serial = ?").bind(serial).run();
  return serial;
}

void replace_message(const Database& database, const AlertMessage& message) {
  auto update = database.prepare(
      fmt::format("UPDATE alert_messages SET ({}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                  "WHERE serial = ?",
                  columns));
  bind(update, message);
  update.bind(message.serial).run();
}

std::optional<AlertMessage> newest_message(const Database& database, const std::string& rule) {
  auto rows = select(database, "WHERE rule = ? ORDER BY serial DESC LIMIT 1");
  rows.bind(rule);
  if (!rows.step()) return std::nullopt;
  return read(rows);
}

std::vector<AlertMessage> alerts_in_force(const Database& database, Time now) {
  auto rows = select(database, fmt::format("WHERE {} AND kind <> 'cancel' AND valid_to >= ? ORDER BY serial",
                                           is_newest_of_its_alert));
  rows.bind(now);
  return all_of(std::move(rows));
}

std::vector<AlertMessage> waiting_messages(const Database& database) {
  return all_of(select(database, "WHERE delivery = 'waiting' ORDER BY serial"));
}

std::vector<AlertMessage> messages_of_alerts(const Database& database, Time from, Time to) {
  auto rows = select(database,
                     "WHERE alert IN (SELECT serial FROM alert_messages WHERE serial = alert AND issued_at "
                     "BETWEEN ? AND ?) ORDER BY alert, serial");
  rows.bind(from).bind(to);
  return all_of(std::move(rows));
}

}  // namespace symh
