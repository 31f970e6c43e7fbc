using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using Pool.NUnit.Isolation.Hosting;

namespace Pool.NUnit.Isolation.Resources;

/// <summary>Says what could not be stopped when no test is left to fail for it: on standard error and in the run's report.</summary>
internal static class ResourceEndReport
{
    public static void Tell(IsolationRun run, ITest suite, ResourceOwner owner, IReadOnlyList<string> problems)
    {
        string assembly = AssemblyOf(suite);
        foreach (string problem in problems)
        {
            string message = $"At the end of {owner.Description}: {problem}";
            Console.Error.WriteLine(message);
            run.Records.AppendProblem(assembly, TestContext.CurrentContext.WorkDirectory, message);
        }
    }

    private static string AssemblyOf(ITest suite) =>
        suite.TypeInfo?.Assembly.GetName().Name
        ?? (suite is TestAssembly assembly ? assembly.Assembly?.GetName().Name : null)
        ?? "unknown";
}
