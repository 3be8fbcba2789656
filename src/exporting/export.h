#pragma once
#include <filesystem>
#include <string>

#include "core/choices.h"
#include "models/ensemble.h"

namespace symh {

enum class ExportFormat { torchscript, onnx };
template <>
inline constexpr auto choices<ExportFormat> = std::to_array<Choice<ExportFormat>>(
    {{ExportFormat::torchscript, "torchscript"}, {ExportFormat::onnx, "onnx"}});

/// Writes the forecast of an ensemble, or of the single model in it, for other programs: all computations
/// from the channels of the files to nT are inside (forecast.h). `FILE.json` beside it describes the inputs
/// and outputs; an ONNX file carries the same description in its metadata. Throws UsageError if the members
/// do not say where their solar wind was measured, or do not agree.
void export_forecast(const Ensemble& ensemble, ExportFormat format, const std::filesystem::path& file);

}  // namespace symh
