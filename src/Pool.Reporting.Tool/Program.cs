using Pool.Reporting.Tool;

return new ReportTool(Console.Out, Console.Error).Run(args);
