using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Pool.Runtime.Telemetry;
using Pool.Runtime.Tests.Telemetry;

namespace Pool.Runtime.Tests.Documentation;

internal sealed class TelemetryPageTests
{
    private static readonly TelemetryPage Page = new();

    [Test]
    public async Task Page_has_every_instrument_with_type_unit_and_meaning_and_no_other()
    {
        using var log = new MeterLog();
        await using var scripted = await ScriptedPool.StartAsync(services: given => given with { MeterFactory = log });

        Page.Table("Instrument").Select(row => string.Join(" | ", row[0], row[1], row[2], row[4])).ShouldBe(
            log.Instruments.Select(instrument => $"{instrument.Name} | {TypeOf(instrument)} | {instrument.Unit} | {instrument.Description}"));
    }

    [Test]
    public void Page_has_every_log_message_and_no_other() =>
        Page.Table("Id").Select(row => string.Join(" | ", row)).ShouldBe(
            typeof(Log).GetMethods().Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>()
                .OrderBy(message => message.EventId)
                .Select(message => string.Create(CultureInfo.InvariantCulture, $"{message.EventId} | {(message.Level == LogLevel.None ? "the entry's own" : message.Level)} | {message.Message.ReplaceLineEndings(" ")}")));

    [Test]
    public void Log_messages_have_an_id_each_and_name_their_pool()
    {
        var messages = typeof(Log).GetMethods().Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>().ToList();

        messages.Select(message => message.EventId).ShouldBeUnique();
        messages.ShouldAllBe(message => message.Message.Contains("{pool_name}", StringComparison.Ordinal));
        messages.ShouldAllBe(message => message.EventId / 1000 != 2 || message.Message.Contains("{worker_id}", StringComparison.Ordinal));
    }

    private static string TypeOf(Instrument instrument) =>
        instrument.GetType().Name.Split('`')[0].Replace("Observable", "", StringComparison.Ordinal);
}
