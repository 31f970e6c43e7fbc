using Pool.Runtime.Adapters;

namespace Pool.Runtime.Benchmarks.Cases;

/// <summary>The programs that the cases start as workers.</summary>
internal static class Programs
{
    /// <summary>The Python worker with its demo commands, as the pool starts it.</summary>
    public static ProcessAdapterOptions Python() => ProcessAdapterOptions.Python(Interpreter());

    /// <summary>Twenty lines with <c>json</c>, by the same interpreter.</summary>
    public static ProcessAdapterOptions ReferenceLoop() => new()
    {
        FileName = Interpreter().Path,
        Arguments = [Path.Combine(AppContext.BaseDirectory, "Baselines", "reference_loop.py")],
    };

    public static ProcessAdapterOptions Named(string name) => name == "reference" ? ReferenceLoop() : Python();

    private static PythonInterpreter Interpreter() =>
        PythonInterpreter.Find() ?? throw new InvalidOperationException("There is no python3 of at least 3.9 on the path.");
}
