#include "formats/binary/netcdf_attributes.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/error.h"
#include "formats/text/line_reader.h"

namespace symh {
namespace {

bool is_floating(nc_type type) { return type == NC_FLOAT || type == NC_DOUBLE; }

/// How the stored numbers of a variable become its values.
struct Packing {
  nc_type type = NC_NAT;
  bool as_unsigned = false;  ///< `_Unsigned = "true"`: the classic format has no unsigned types
  bool packed = false;
  double scale = 1, offset = 0;

  double span() const {
    if (!as_unsigned) return 0;
    return type == NC_BYTE ? 0x1p8 : type == NC_SHORT ? 0x1p16 : type == NC_INT ? 0x1p32 : 0;
  }
  double unpacked(double stored) const {
    if (stored < 0) stored += span();
    return packed ? stored * scale + offset : stored;
  }
  /// An attribute of fills and limits is stored like the values, unless it has the type of unpacked values.
  double value_of(double number, nc_type attribute_type) const {
    const bool is_unpacked = packed && !is_floating(type) && is_floating(attribute_type);
    return is_unpacked ? number : unpacked(number);
  }
};

/// The value that the library writes where a program wrote nothing.
std::optional<double> default_fill(nc_type type) {
  switch (type) {
    case NC_SHORT:
      return NC_FILL_SHORT;
    case NC_INT:
      return NC_FILL_INT;
    case NC_FLOAT:
      return static_cast<double>(NC_FILL_FLOAT);
    case NC_DOUBLE:
      return NC_FILL_DOUBLE;
    case NC_USHORT:
      return NC_FILL_USHORT;
    case NC_UINT:
      return NC_FILL_UINT;
    case NC_INT64:
      return static_cast<double>(NC_FILL_INT64);
    case NC_UINT64:
      return static_cast<double>(NC_FILL_UINT64);
    default:
      return std::nullopt;  // every value of a byte may be meant
  }
}

class Describer {
 public:
  Describer(const NetcdfFile& file, int variable, const std::string& name, nc_type type,
            const std::string& path)
      : file_(file), variable_(variable), path_(path), type_(type) {
    described_.name = name;
  }

  DescribedVariable describe() {
    described_.units = std::string(trim(file_.text(variable_, "units")));
    if (described_.units.empty()) described_.units = std::string(trim(file_.text(variable_, "UNITS")));
    read_packing();
    read_fills();
    read_limits();
    const auto packing = packing_;
    described_.read = [&file = file_, id = variable_, name = described_.name, packing](
                          std::size_t first, std::size_t count, double* values) {
      file.check(::nc_get_vara_double(file.id(), id, &first, &count, values), "cannot read " + name);
      if (packing.packed || packing.as_unsigned)
        std::transform(values, values + count, values, [&](double v) { return packing.unpacked(v); });
    };
    return std::move(described_);
  }

 private:
  [[noreturn]] void refuse_attribute(const char* attribute, const std::string& expected) const {
    throw DataError(
        fmt::format("{}: found {} of {} = '{}', expected {}; correct the attribute, or leave the "
                    "variable out",
                    path_, attribute, described_.name, file_.text(variable_, attribute), expected));
  }

  double one_number(const char* attribute, double otherwise) const {
    const auto found = number_attribute(file_, variable_, attribute);
    if (!found) return otherwise;
    if (found->numbers.size() != 1 || !std::isfinite(found->numbers[0]))
      refuse_attribute(attribute, "one number");
    return found->numbers[0];
  }

  void read_packing() {
    packing_.type = type_;
    packing_.scale = one_number("scale_factor", 1);
    packing_.offset = one_number("add_offset", 0);
    packing_.packed = packing_.scale != 1 || packing_.offset != 0;
    const auto text = file_.text(variable_, "_Unsigned");
    packing_.as_unsigned = text == "true" || text == "True" || text == "TRUE";
    described_.single = !packing_.packed && type_ == NC_FLOAT;
  }

  /// The names of the variable's attributes that mean this.
  std::vector<std::string> attributes_of(AttributeMeaning meaning) const {
    int count = 0;
    file_.check(::nc_inq_varnatts(file_.id(), variable_, &count), "cannot read attributes");
    constexpr int most_attributes = 1000;
    if (count > most_attributes)
      throw DataError(
          fmt::format("{}: found {} attributes of {}, expected at most {}; leave the variable out", path_,
                      count, described_.name, most_attributes));
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i) {
      std::array<char, NC_MAX_NAME + 1> name{};
      file_.check(::nc_inq_attname(file_.id(), variable_, i, name.data()), "cannot read an attribute");
      if (attribute_meaning(name.data()) == meaning) names.emplace_back(name.data());
    }
    return names;
  }

  void read_fills() {
    bool has_fill = false;
    for (const auto& attribute : attributes_of(AttributeMeaning::fill)) {
      const auto found = number_attribute(file_, variable_, attribute.c_str());
      if (!found) continue;
      has_fill = has_fill || attribute == "_FillValue";
      note_type(found->type);
      for (const double number : found->numbers) {
        if (std::isnan(number)) continue;
        add_fill(packing_.value_of(number, found->type), attribute);
        // Programs write the fill of packed numbers packed or unpacked, whatever its type.
        if (packing_.packed) add_fill(packing_.unpacked(number), attribute);
      }
    }
    if (packing_.packed) {
      described_.tolerance = std::abs(packing_.scale) / 2;
      for (const double stored : {-9999., -32767., -32768., 32767.})
        if (!is_floating(type_)) add_fill(packing_.unpacked(stored), "a usual fill value of packed numbers");
    }
    if (has_fill) return;
    if (const auto fill = default_fill(type_)) add_fill(packing_.unpacked(*fill), "the default fill value");
  }

  void add_fill(double value, const std::string& attribute) {
    const auto known = std::ranges::find(described_.fills, value, &FillValue::value);
    if (known == described_.fills.end()) described_.fills.push_back({value, attribute});
  }

  void read_limits() {
    const auto numbers_of_limit = [&](const std::string& attribute, std::size_t count) {
      auto found = number_attribute(file_, variable_, attribute.c_str());
      if (found && found->numbers.empty()) found.reset();  // a word such as `none`
      if (found && found->numbers.size() != count)
        refuse_attribute(attribute.c_str(), count == 1 ? "one number" : "two numbers");
      return found;
    };
    for (const auto& attribute : attributes_of(AttributeMeaning::valid_range))
      if (const auto found = numbers_of_limit(attribute, 2))
        limit(attribute.c_str(), found->type, &found->numbers[0], &found->numbers[1]);
    for (const auto& attribute : attributes_of(AttributeMeaning::valid_min))
      if (const auto found = numbers_of_limit(attribute, 1))
        limit(attribute.c_str(), found->type, &found->numbers[0], nullptr);
    for (const auto& attribute : attributes_of(AttributeMeaning::valid_max))
      if (const auto found = numbers_of_limit(attribute, 1))
        limit(attribute.c_str(), found->type, nullptr, &found->numbers[0]);
  }

  /// Narrows the valid range. A negative scale_factor turns minimum and maximum round.
  void limit(const char* attribute, nc_type type, const double* low, const double* high) {
    note_type(type);
    const bool turned = packing_.packed && packing_.scale < 0 && !(is_floating(type) && !is_floating(type_));
    if (turned) std::swap(low, high);
    if (low != nullptr && !std::isnan(*low))
      described_.low = std::max(described_.low, packing_.value_of(*low, type));
    if (high != nullptr && !std::isnan(*high))
      described_.high = std::min(described_.high, packing_.value_of(*high, type));
    described_.limits += fmt::format("{}{}", described_.limits.empty() ? "" : ", ", attribute);
  }

  void note_type(nc_type type) {
    described_.single = described_.single || (!packing_.packed && type == NC_FLOAT);
  }

  const NetcdfFile& file_;
  int variable_;
  const std::string& path_;
  nc_type type_;
  Packing packing_;
  DescribedVariable described_;
};

}  // namespace

bool is_number(nc_type type) {
  return is_floating(type) || (type >= NC_BYTE && type <= NC_INT && type != NC_CHAR) ||
         (type >= NC_UBYTE && type <= NC_UINT64);
}

std::optional<NumberAttribute> number_attribute(const NetcdfFile& file, int variable, const char* name) {
  NumberAttribute attribute;
  std::size_t length = 0;
  constexpr std::size_t most = 1000;
  if (::nc_inq_att(file.id(), variable, name, &attribute.type, &length) != NC_NOERR || length > most)
    return std::nullopt;
  if (is_number(attribute.type)) {
    attribute.numbers.resize(length);
    file.check(::nc_get_att_double(file.id(), variable, name, attribute.numbers.data()),
               fmt::format("cannot read {}", name));
    return attribute;
  }
  attribute.type = NC_CHAR;
  attribute.numbers = numbers_in(file.text(variable, name));
  return attribute;
}

DescribedVariable described(const NetcdfFile& file, int variable, const std::string& name, nc_type type,
                            const std::string& path) {
  return Describer(file, variable, name, type, path).describe();
}

}  // namespace symh
