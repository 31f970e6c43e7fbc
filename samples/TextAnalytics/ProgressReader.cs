using System.Text.Json;

namespace TextAnalytics;

/// <summary>Reads the progress that a worker tells.</summary>
/// <param name="told">Told of each report.</param>
internal sealed class ProgressReader(Action<AnalysisProgress> told) : IProgress<JsonElement>
{
    public void Report(JsonElement value) => told(value.Deserialize<AnalysisProgress>(JsonSerializerOptions.Web)!);
}
