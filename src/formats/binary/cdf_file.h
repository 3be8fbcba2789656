#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/binary/cdf_bytes.h"

namespace symh {

/// The data types of CDF, as the file numbers them.
enum class CdfType : std::uint32_t {
  int1 = 1,
  int2 = 2,
  int4 = 4,
  int8 = 8,
  uint1 = 11,
  uint2 = 12,
  uint4 = 14,
  real4 = 21,
  real8 = 22,
  epoch = 31,
  epoch16 = 32,
  tt2000 = 33,
  byte = 41,
  float4 = 44,
  double8 = 45,
  chars = 51,
  uchars = 52
};
/// The bytes of one element; 0 for an unknown type.
std::size_t size_of(CdfType type);
bool is_text(CdfType type);
/// True for the three types of time stamps.
bool is_epoch(CdfType type);

/// One entry of an attribute: numbers or a text.
struct CdfEntry {
  CdfType type = CdfType::chars;
  std::vector<double> numbers;
  std::string text;
};

/// The room for the records [first, last] of a variable, and where it lies.
struct CdfBlock {
  std::uint64_t first = 0, last = 0, at = 0;
};

struct CdfVariable {
  std::string name;
  CdfType type = CdfType::real4;
  std::size_t number = 0;
  bool is_z = true;
  bool record_varies = true;
  std::size_t elements = 1;             ///< characters of a text
  std::vector<std::size_t> dimensions;  ///< those that vary
  bool repeats_previous = false;        ///< a record that is not stored is the one before it
  std::uint64_t records = 0;            ///< written ones; the blocks may have room for more
  std::uint32_t compression = 0;
  std::vector<CdfBlock> blocks;  ///< rising and apart
  std::map<std::string, CdfEntry> attributes;

  /// Values in one record, and bytes.
  std::size_t values_per_record() const;
  std::size_t record_bytes() const;
  /// The text of an attribute; empty if there is none.
  std::string text(const std::string& attribute) const;
};

/// A CDF file of version 3 by NASA's "CDF Internal Format Description", read as untrusted input: every place
/// and length is checked before use, no chain of records is followed twice, and records do not overlap, so
/// that the work grows with the size of the file.
class CdfFile {
 public:
  /// Reads everything but the values. Both must outlive the object. Throws DataError.
  CdfFile(const std::string& path, std::string_view bytes);
  CdfFile(const CdfFile&) = delete;
  CdfFile& operator=(const CdfFile&) = delete;

  const std::vector<CdfVariable>& variables() const { return variables_; }
  /// The variable; nullptr if there is none of that name.
  const CdfVariable* find(std::string_view name) const;
  /// The first text of a global attribute; empty if there is none.
  std::string global(const std::string& attribute) const;
  /// The day from which the newest leap second that the file's writer knew holds, as YYYYMMDD; 0 if not told.
  std::uint32_t last_leap_second() const { return last_leap_second_; }
  const CdfBytes& bytes() const { return bytes_; }
  bool little_endian() const { return little_endian_; }
  /// The bytes of the records of a block, as they lie in the file or unpacked into `storage`.
  std::string_view records(const CdfVariable& variable, const CdfBlock& block, std::string& storage) const;

 private:
  void read_head();
  void read_variables(std::uint64_t at, bool is_z);
  CdfVariable read_variable(std::uint64_t at, bool is_z);
  void read_index(std::uint64_t at, CdfVariable& variable, int depth);
  void read_attributes(std::uint64_t at);
  void read_entries(std::uint64_t at, const std::string& name, bool is_global, bool is_z);
  CdfEntry read_entry(std::uint64_t at) const;
  void visit(std::uint64_t at);

  std::string unpacked_;  ///< the bytes of a file that is compressed as a whole
  CdfBytes bytes_;
  bool little_endian_ = false;
  std::uint32_t last_leap_second_ = 0;
  std::vector<std::size_t> r_dimensions_;
  std::vector<CdfVariable> variables_;
  std::map<std::pair<bool, std::size_t>, std::size_t> by_number_;  ///< (is_z, number) -> place in variables_
  std::map<std::string, std::string> globals_;
  std::map<std::string, std::size_t, std::less<>> by_name_;  ///< name -> first place in variables_
  std::set<std::uint64_t> visited_;
  std::uint64_t visited_bytes_ = 0;  ///< the lengths of the visited records together
};

/// The number at the beginning of `bytes`, of a type that is neither a text nor epoch16.
double cdf_number(CdfType type, std::string_view bytes, bool little_endian);
/// The same for the whole numbers of int8 and tt2000, which a double cannot hold.
std::int64_t cdf_int8(std::string_view bytes, bool little_endian);

}  // namespace symh
