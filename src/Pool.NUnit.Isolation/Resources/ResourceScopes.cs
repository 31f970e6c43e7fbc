using System.Globalization;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using Pool.NUnit.Isolation.Hosting;
using Pool.NUnit.Isolation.Processes;

namespace Pool.NUnit.Isolation.Resources;

/// <summary>The resources that tests share, by whom they live for. Thread-safe.</summary>
internal sealed class ResourceScopes
{
    private static readonly TimeSpan ExitGrace = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<ITest, ResourceScope> _ofSuites = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<ITest> _usersOfRun = new(ReferenceEqualityComparer.Instance);
    private readonly ResourceProcesses _processes = new();
    private readonly IsolationRun _run;
    private ResourceScope? _ofRun;
    private int _last;

    public ResourceScopes(IsolationRun run) => _run = run;

    public ResourceScope Create(ResourceOwner owner) => new(owner, _processes, _run.Clock);

    /// <summary>The one that a test shares with the others of its fixture, assembly or run.</summary>
    public ResourceScope Of(ResourceLifetime lifetime, ITest test)
    {
        ITest assembly = SuiteOf<TestAssembly>(test);
        lock (_lock)
        {
            if (lifetime == ResourceLifetime.Run)
            {
                EndAtExit();
                _usersOfRun.Add(assembly);
                return _ofRun ??= CreateShared(lifetime, _run.Id);
            }

            ITest suite = lifetime == ResourceLifetime.Assembly ? assembly : SuiteOf<TestFixture>(test);
            if (!_ofSuites.TryGetValue(suite, out ResourceScope? scope))
            {
                EndAtExit();
                _ofSuites.Add(suite, scope = CreateShared(lifetime, lifetime == ResourceLifetime.Assembly ? suite.Name : suite.FullName));
            }

            return scope;
        }
    }

    /// <summary>Ends what lives for this suite, once its last test is over, and says what could not be stopped.</summary>
    public void EndOf(ITest suite)
    {
        ResourceScope?[] ended = [Take(suite), TakeRun(suite)];
        foreach (ResourceScope scope in ended.OfType<ResourceScope>())
        {
            ResourceEndReport.Tell(_run, suite, scope.Owner, SynchronousHook.Run(() => EndAsync(scope)));
        }
    }

    internal static ITest SuiteOf<T>(ITest test)
        where T : TestSuite
    {
        ITest suite = test;
        while (suite is not T && suite.Parent is not null)
        {
            suite = suite.Parent;
        }

        return suite;
    }

    private ResourceScope CreateShared(ResourceLifetime lifetime, string name)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"r{Environment.ProcessId}-{++_last}");
        TestIdentity identity = new(id, name, lifetime.ToString(), TestLayer.Unspecified, _run.Seed, (ulong)_run.Seed, new ProcessTag(_run.Id, id));
        return Create(new SharedResourceOwner(lifetime, name, identity, _run.Clock));
    }

    private ResourceScope? Take(ITest suite)
    {
        lock (_lock)
        {
            return _ofSuites.Remove(suite, out ResourceScope? scope) ? scope : null;
        }
    }

    // Which assemblies are still to come nobody says, so it ends with the last one that runs at the time.
    private ResourceScope? TakeRun(ITest suite)
    {
        lock (_lock)
        {
            if (!_usersOfRun.Remove(suite) || _usersOfRun.Count > 0)
            {
                return null;
            }

            ResourceScope? ended = _ofRun;
            _ofRun = null;
            return ended;
        }
    }

    private Task<IReadOnlyList<string>> EndAsync(ResourceScope scope) =>
        new ResourceEnd(scope, (SharedResourceOwner)scope.Owner, _run.Processes, _run.Clock).RunAsync();

    // NUnit calls nobody when a run is aborted.
    private void EndAtExit()
    {
        if (_last == 0)
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => EndAll();
        }
    }

#pragma warning disable VSTHRD002 // The process waits for nothing else.
    private void EndAll()
    {
        ResourceScope[] left;
        lock (_lock)
        {
            left = [.. _ofSuites.Values.OrderBy(static s => s.Owner.Lifetime), .. _ofRun is { } run ? [run] : Array.Empty<ResourceScope>()];
            _ofSuites.Clear();
            _ofRun = null;
        }

        Task.Run(async () =>
        {
            foreach (ResourceScope scope in left)
            {
                await EndAsync(scope);
            }
        }).Wait(ExitGrace);
    }
#pragma warning restore VSTHRD002
}
