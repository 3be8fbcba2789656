#pragma once
#include <zlib.h>

#include <bit>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/time.h"
#include "formats/binary/cdf_file.h"

namespace symh {

inline constexpr double year_0_to_1970_ms = 62'167'219'200'000;

/// A time as CDF_EPOCH: milliseconds since the year 0.
inline double epoch_of(Time time) {
  return year_0_to_1970_ms + static_cast<double>(time.time_since_epoch().count()) * 60'000;
}

/// A variable of a CDF that a test writes. `records` has the values of all stored records one after another.
struct CdfVariableToWrite {
  std::string name;
  CdfType type = CdfType::real4;
  std::vector<double> records;
  std::vector<std::pair<std::string, std::string>> texts = {};  ///< attributes
  std::vector<std::pair<std::string, double>> numbers = {};     ///< attributes, of the variable's type
  std::uint32_t width = 1;                                      ///< values in a record
  std::vector<std::pair<std::uint32_t, std::uint32_t>> blocks =
      {};  ///< records [first, last]; empty: one block
  bool gzip = false;
  bool repeats_previous = false;
  std::uint32_t unwritten = 0;  ///< records at the end for which there is room only
};

struct CdfToWrite {
  std::vector<CdfVariableToWrite> variables;
  std::vector<std::pair<std::string, std::string>> globals = {};
  bool little_endian = false;
  bool r_variables = false;
  bool gzip = false;  ///< the whole file
};

inline std::string gzipped(const std::string& bytes) {
  z_stream stream{};
  constexpr int gzip_header = 15 + 16;
  ::deflateInit2(&stream, 5, Z_DEFLATED, gzip_header, 8, Z_DEFAULT_STRATEGY);
  std::string packed(::deflateBound(&stream, bytes.size()) + 32, '\0');
  std::string input = bytes;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  ::deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  ::deflateEnd(&stream);
  return packed;
}

/// Writes the internal records of a CDF of version 3. It is written for tests only, without a look at the
/// reader: each record by the tables of NASA's "CDF Internal Format Description".
class CdfWriter {
 public:
  explicit CdfWriter(const CdfToWrite& cdf) : cdf_(cdf) {}

  std::string write() {
    out_ = std::string("\xCD\xF3\x00\x01\x00\x00\xFF\xFF", 8);
    const auto cdr = begin(1);
    const auto to_gdr = hole();
    for (const std::uint32_t word : {3U, 8U, cdf_.little_endian ? 6U : 1U, 3U, 0U, 0U, 1U, 0U, 0U})
      put32(word);
    out_.append(256, '\0');
    end(cdr);
    fill(to_gdr, out_.size());
    const auto gdr = begin(2);
    const auto r_head = hole(), z_head = hole(), a_head = hole();
    put64(0);
    const auto count = static_cast<std::uint32_t>(cdf_.variables.size());
    const std::uint32_t width = cdf_.variables.empty() ? 1 : cdf_.variables[0].width;
    for (const std::uint32_t word : {cdf_.r_variables ? count : 0U, 0U, 0U, cdf_.r_variables ? 1U : 0U,
                                     cdf_.r_variables ? 0U : count, 0U, 0U, 20170101U, 0U})
      put32(word);
    if (cdf_.r_variables) put32(width);
    end(gdr);
    auto next = cdf_.r_variables ? r_head : z_head;
    for (std::uint32_t v = 0; v < count; ++v) next = write_variable(cdf_.variables[v], v, next);
    write_attributes(a_head);
    if (!cdf_.gzip) return out_;
    return compressed_as_one();
  }

 private:
  void put32(std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) out_ += static_cast<char>(value >> shift);
  }
  void put64(std::uint64_t value) {
    put32(static_cast<std::uint32_t>(value >> 32U));
    put32(static_cast<std::uint32_t>(value));
  }
  std::size_t hole() {
    put64(0);
    return out_.size() - 8;
  }
  void fill(std::size_t at, std::uint64_t value) {
    for (std::size_t i = 0; i < 8; ++i) out_[at + i] = static_cast<char>(value >> (56 - 8 * i));
  }
  std::size_t begin(std::uint32_t type) {
    put64(0);
    put32(type);
    return out_.size() - 12;
  }
  void end(std::size_t record) { fill(record, out_.size() - record); }
  void put_name(const std::string& name) { out_ += name + std::string(256 - name.size(), '\0'); }

  std::string value(CdfType type, double number) const {
    const std::size_t size = size_of(type);
    std::uint64_t bits = std::bit_cast<std::uint64_t>(number);
    if (type == CdfType::real4 || type == CdfType::float4)
      bits = std::bit_cast<std::uint32_t>(static_cast<float>(number));
    else if (type != CdfType::real8 && type != CdfType::double8 && type != CdfType::epoch &&
             type != CdfType::epoch16)
      bits = static_cast<std::uint64_t>(static_cast<std::int64_t>(number));
    const std::size_t width = std::min<std::size_t>(size, 8);
    std::string bytes(width, '\0');
    for (std::size_t i = 0; i < width; ++i)
      bytes[cdf_.little_endian ? i : width - 1 - i] = static_cast<char>(bits >> (8 * i));
    return bytes;
  }

  std::size_t write_variable(const CdfVariableToWrite& variable, std::uint32_t number, std::size_t link) {
    fill(link, out_.size());
    const auto record = begin(cdf_.r_variables ? 3 : 8);
    const auto next = hole();
    put32(static_cast<std::uint32_t>(variable.type));
    const auto halves = variable.type == CdfType::epoch16 ? 2U : 1U;
    const auto stored = static_cast<std::uint32_t>(variable.records.size()) / variable.width / halves;
    auto blocks = variable.blocks;
    if (blocks.empty() && stored > 0) blocks.push_back({0, stored - 1});
    put32(blocks.empty() ? UINT32_MAX : blocks.back().second - variable.unwritten);
    const auto index = hole();
    put64(0);
    put32(1U | (variable.gzip ? 4U : 0U));
    put32(variable.repeats_previous ? 2 : 0);
    for (const std::uint32_t word : {0U, UINT32_MAX, UINT32_MAX, 1U, number}) put32(word);
    const auto parameters = hole();
    put32(0);
    put_name(variable.name);
    if (!cdf_.r_variables) {
      put32(variable.width > 1 ? 1 : 0);
      if (variable.width > 1) put32(variable.width);
    }
    if (variable.width > 1)
      put32(UINT32_MAX);
    else if (cdf_.r_variables)
      put32(0);
    end(record);
    if (variable.gzip) {
      fill(parameters, out_.size());
      const auto cpr = begin(11);
      for (const std::uint32_t word : {5U, 0U, 1U, 5U}) put32(word);
      end(cpr);
    }
    write_values(variable, blocks, index, halves);
    return next;
  }

  void write_values(const CdfVariableToWrite& variable,
                    const std::vector<std::pair<std::uint32_t, std::uint32_t>>& blocks, std::size_t link,
                    std::uint32_t halves) {
    if (blocks.empty()) return;
    fill(link, out_.size());
    const auto index = begin(6);
    put64(0);
    const auto count = static_cast<std::uint32_t>(blocks.size());
    put32(count);
    put32(count);
    for (const auto& block : blocks) put32(block.first);
    for (const auto& block : blocks) put32(block.second);
    std::vector<std::size_t> places;
    for (std::uint32_t b = 0; b < count; ++b) places.push_back(hole());
    end(index);
    std::size_t at = 0;
    for (std::size_t b = 0; b < count; ++b) {
      std::string values;
      const std::size_t numbers =
          std::size_t{blocks[b].second - blocks[b].first + 1} * variable.width * halves;
      for (std::size_t i = 0; i < numbers; ++i) values += value(variable.type, variable.records.at(at++));
      fill(places[b], out_.size());
      const auto record = begin(variable.gzip ? 13 : 7);
      if (variable.gzip) {
        values = gzipped(values);
        put32(0);
        put64(values.size());
      }
      out_ += values;
      end(record);
    }
  }

  /// One attribute record for each name of each variable, so that each has one entry.
  void write_attributes(std::size_t link) {
    std::uint32_t number = 0;
    for (const auto& [name, text] : cdf_.globals)
      link = write_attribute(name, 1, number++, 0, 51, text, text.size(), link);
    for (std::uint32_t v = 0; v < cdf_.variables.size(); ++v) {
      const auto& variable = cdf_.variables[v];
      for (const auto& [name, text] : variable.texts)
        link = write_attribute(name, 2, number++, v, 51, text, text.size(), link);
      for (const auto& [name, one] : variable.numbers)
        link = write_attribute(name, 2, number++, v, static_cast<std::uint32_t>(variable.type),
                               value(variable.type, one), 1, link);
    }
  }

  std::size_t write_attribute(const std::string& name, std::uint32_t scope, std::uint32_t number,
                              std::uint32_t entry, std::uint32_t type, const std::string& bytes,
                              std::size_t elements, std::size_t link) {
    fill(link, out_.size());
    const bool z = scope == 2 && !cdf_.r_variables;
    const auto record = begin(4);
    const auto next = hole(), g_head = hole();
    put32(scope);
    put32(number);
    for (const std::uint32_t word : {z ? 0U : 1U, entry, 0U}) put32(word);
    const auto z_head = hole();
    for (const std::uint32_t word : {z ? 1U : 0U, entry, UINT32_MAX}) put32(word);
    put_name(name);
    end(record);
    fill(z ? z_head : g_head, out_.size());
    const auto value_record = begin(z ? 9 : 5);
    put64(0);
    for (const std::uint32_t word :
         {number, type, entry, static_cast<std::uint32_t>(elements), 1U, 0U, 0U, UINT32_MAX, UINT32_MAX})
      put32(word);
    out_ += bytes;
    end(value_record);
    return next;
  }

  std::string compressed_as_one() {
    const auto content = out_.substr(8);
    out_ = std::string("\xCD\xF3\x00\x01\xCC\xCC\x00\x01", 8);
    const auto record = begin(10);
    const auto parameters = hole();
    put64(content.size());
    put32(0);
    out_ += gzipped(content);
    end(record);
    fill(parameters, out_.size());
    const auto cpr = begin(11);
    for (const std::uint32_t word : {5U, 0U, 1U, 5U}) put32(word);
    end(cpr);
    return out_;
  }

  const CdfToWrite& cdf_;
  std::string out_;
};

}  // namespace symh
