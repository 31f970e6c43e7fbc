using System.Globalization;
using Pool.Reporting.Records;

namespace Pool.Reporting.Reports.Html;

/// <summary>The test hosts and the machines they ran on.</summary>
internal static class HostSection
{
    internal static void Write(HtmlWriter html, RunReport report)
    {
        html.Element("h2", "Test hosts", ("id", "hosts"));
        html.Open("div", ("class", "card scroll"));
        html.Open("table");
        html.HeaderRow("Assembly", "Process", "State", "Started", "Pool version", "Machine");
        html.Open("tbody");
        foreach (var host in report.Hosts)
        {
            html.Open("tr");
            html.Element("th", host.Assembly, ("scope", "row"));
            html.Element("td", host.ProcessId?.ToString(CultureInfo.InvariantCulture) ?? "unknown");
            html.Open("td");
            HtmlBadge.Write(
                html,
                host.State switch
                {
                    HostState.Completed => "finished",
                    HostState.Running => "still running",
                    _ => "killed or crashed",
                },
                host.State switch { HostState.Completed => "good", HostState.Died => "bad", _ => null });
            html.Close();
            html.Element("td", ReportText.Time(host.StartedAt));
            html.Element("td", host.PackageVersion ?? "unknown");
            html.Element("td", host.Machine?.MachineClass ?? "unknown");
            html.Close();
        }

        html.Close();
        html.Close();
        html.Close();
    }
}
