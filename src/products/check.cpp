#include "products/check.h"

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>

// g++ 12 warns falsely of copies of strings in this library.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wrestrict"
#endif
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "core/error.h"
#include "products/forecast_formats.h"
#include "products/plausible.h"

namespace symh {

namespace assets {
std::string_view forecast_schema();  // data/schema/forecast.schema.json, embedded by cmake/EmbedFile.cmake
}

namespace {

/// The library knows the drafts up to 7; there `dependencies` is the name of `dependentRequired`.
nlohmann::json in_draft_7(nlohmann::json schema) {
  if (schema.is_object() && schema.contains("dependentRequired"))
    schema["dependencies"] = schema["dependentRequired"];
  for (auto& part : schema)
    if (part.is_structured()) part = in_draft_7(std::move(part));
  return schema;
}

const valijson::Schema& rules() {
  static const auto schema = [] {
    const auto json = in_draft_7(nlohmann::json::parse(assets::forecast_schema()));
    auto parsed = std::make_unique<valijson::Schema>();
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(valijson::adapters::NlohmannJsonAdapter(json), *parsed);
    return parsed;
  }();
  return *schema;
}

}  // namespace

std::string broken_rule(const nlohmann::json& product) {
  valijson::ValidationResults results;
  valijson::Validator validator;
  const valijson::adapters::NlohmannJsonAdapter target(product);
  if (validator.validate(rules(), target, &results)) return "";
  // The library tells of the inner fault first.
  valijson::ValidationResults::Error error;
  if (!results.popError(error)) return "forecast.json breaks its schema";
  std::string place;
  for (const auto& step : error.context) place += step;
  return fmt::format("forecast.json breaks its schema at {}: {}", place, error.description);
}

void require_possible(const IssuedForecast& forecast) {
  if (const auto fault = impossible_forecast(forecast); !fault.empty())
    throw RunError(fmt::format(
        "no forecast: {}; the saved model '{}' or the data are damaged: check the data with `symh "
        "inspect`, restore the run folder or train again",
        fault, forecast.model));
}

nlohmann::json checked_json(const IssuedForecast& forecast, Time issued_at) {
  require_possible(forecast);
  auto json = to_json(forecast, issued_at);
  if (const auto fault = broken_rule(json); !fault.empty())
    throw RunError(fmt::format("no forecast: {}", fault));
  return json;
}

}  // namespace symh
