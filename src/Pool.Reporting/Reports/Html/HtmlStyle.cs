namespace Pool.Reporting.Reports.Html;

/// <summary>
/// The style sheet. It holds no character that XML would escape, since its hash is taken of the text as it is.
/// </summary>
internal static class HtmlStyle
{
    internal const string Text = """

        :root { color-scheme: light dark;
          --page: #f6f7f9; --card: #ffffff; --ink: #1c2430; --soft: #5a6675; --line: #dde2e8; --grid: #e8ecf0;
          --good: #17713a; --good-bg: #e3f4e8; --bad: #b3261e; --bad-bg: #fce8e6; --warn: #8a5300; --warn-bg: #fdf1dc;
          --info: #2b5fb3; --info-bg: #e6eefb; --s0: #2563c9; --s1: #c2570c; --s2: #0b7a75; --s3: #8b3fc7; }
        @media (prefers-color-scheme: dark) { :root {
          --page: #12161c; --card: #1a2029; --ink: #e6eaf0; --soft: #9aa6b5; --line: #2c3541; --grid: #262e39;
          --good: #7fd69b; --good-bg: #17331f; --bad: #ff9c93; --bad-bg: #42201e; --warn: #f2c069; --warn-bg: #3a2c12;
          --info: #9dc1ff; --info-bg: #1c2d4a; --s0: #78adff; --s1: #f2a15c; --s2: #4fd1c5; --s3: #cfa2f7; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        header, main { max-width: 1120px; margin: 0 auto; padding: 0 24px; }
        header { padding-top: 32px; }
        main { padding-bottom: 48px; }
        h1 { font-size: 26px; line-height: 1.2; margin: 0 0 4px; }
        h2 { font-size: 19px; margin: 36px 0 12px; }
        h3 { font-size: 16px; margin: 0; overflow-wrap: anywhere; }
        p { margin: 6px 0; }
        .soft { color: var(--soft); }
        .tiles { display: flex; flex-wrap: wrap; gap: 12px; margin: 20px 0 0; padding: 0; list-style: none; }
        .tiles li { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 12px 18px; min-width: 120px; }
        .tiles b { display: block; font-size: 24px; line-height: 1.2; font-variant-numeric: tabular-nums; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 18px 20px; margin: 0 0 16px; }
        .card header { padding: 0; margin: 0 0 8px; max-width: none; display: flex; flex-wrap: wrap; align-items: center; gap: 10px; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: 14px; }
        caption { text-align: left; font-weight: 600; padding: 10px 0 6px; }
        th, td { text-align: left; vertical-align: top; padding: 7px 14px 7px 0; border-bottom: 1px solid var(--line); }
        thead th { color: var(--soft); font-weight: 600; white-space: nowrap; }
        tbody th { font-weight: 500; overflow-wrap: anywhere; min-width: 180px; }
        tbody tr:last-child th, tbody tr:last-child td { border-bottom: 0; }
        td { font-variant-numeric: tabular-nums; }
        .numbers th, .numbers td { white-space: nowrap; padding-right: 12px; }
        .numbers tbody th { min-width: 80px; white-space: normal; }
        .numbers td:last-child { white-space: normal; }
        .results th { width: 26%; } .results td:last-child { width: 62%; }
        .tiles .alarm b { color: var(--bad); }
        .total th, .total td { font-weight: 600; }
        .badge { display: inline-block; border-radius: 999px; padding: 1px 10px; font-size: 13px; font-weight: 600; white-space: nowrap; color: var(--info); background: var(--info-bg); }
        .good { color: var(--good); background: var(--good-bg); }
        .bad { color: var(--bad); background: var(--bad-bg); }
        .warn { color: var(--warn); background: var(--warn-bg); }
        .problems { border-color: var(--warn); background: var(--warn-bg); }
        .problems ul { margin: 0; padding-left: 20px; }
        details { margin-top: 4px; }
        summary { cursor: pointer; color: var(--bad); overflow-wrap: anywhere; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.45 ui-monospace, "DejaVu Sans Mono", monospace; margin: 6px 0 0; }
        .legend { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 14px 0 0; padding: 0; list-style: none; font-size: 13px; }
        .legend svg { width: 30px; height: 10px; margin-right: 6px; }
        figure { margin: 14px 0 0; }
        figcaption { font-size: 13px; color: var(--soft); }
        .plot { display: block; width: 100%; height: auto; max-width: 860px; }
        .plot text { fill: var(--soft); font-size: 12px; }
        .grid { stroke: var(--grid); stroke-width: 1; }
        .curve { fill: none; stroke-width: 2.2; stroke-linejoin: round; stroke-linecap: round; }
        .c0 { stroke: var(--s0); } .c1 { stroke: var(--s1); } .c2 { stroke: var(--s2); } .c3 { stroke: var(--s3); }
        .d1 { stroke-dasharray: 9 4; } .d2 { stroke-dasharray: 2 5; } .d3 { stroke-dasharray: 12 4 2 4; }
        .tail { opacity: .45; stroke-width: 1.4; }
        @media print { body { background: none; } .card { break-inside: avoid; } }

        """;
}
