using Microsoft.Extensions.Configuration;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Hosting.Binding;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Hosting;

/// <summary>Makes a pool's options from its section and its functions; whatever is wrong with any of them is told at once.</summary>
internal sealed class OptionsComposer
{
    private const string CircuitBreaker = nameof(CircuitBreaker);
    private const string ErrorOrchestrator = nameof(ErrorOrchestrator);
    private const string Hosting = nameof(Hosting);
    private const string Process = nameof(Process);

    private readonly PoolRegistration _registration;
    private readonly BindingErrors _errors = new();
    private readonly SectionBinder _binder;

    private OptionsComposer(PoolRegistration registration)
    {
        _registration = registration;
        _binder = new SectionBinder(_errors);
    }

    /// <exception cref="PoolOptionsException">Something is wrong; all of it is listed.</exception>
    public static ComposedOptions Compose(PoolRegistration registration) => new OptionsComposer(registration).Compose();

    private ComposedOptions Compose()
    {
        var setup = _registration.Setup;
        var pool = new PoolOptions { Name = _registration.Name };
        if (setup.Section is { } section)
            _binder.Bind(section, pool, "", CircuitBreaker, ErrorOrchestrator, Hosting, Process);
        var breaker = Read<CircuitBreakerOptions>(CircuitBreaker);
        var orchestrator = Read<ErrorOrchestratorOptions>(ErrorOrchestrator);
        var hosting = Read<SessionPoolHostingOptions>(Hosting);
        var process = ReadProcess();

        pool = Checked("", Changed(pool, setup.Configure), options => options.Validated());
        breaker = Checked(CircuitBreaker, Changed(breaker, setup.ConfigureCircuitBreaker), options => options.Validated());
        orchestrator = Checked(ErrorOrchestrator, Changed(orchestrator, setup.ConfigureErrorOrchestrator), options => options.Validated());
        hosting = Checked(Hosting, Changed(hosting, setup.ConfigureHosting), options => options.Validated());
        _errors.ThrowIfAny(_registration.Name, Subject());
        return new ComposedOptions(pool, breaker, orchestrator, hosting, process);
    }

    private T Read<T>(string name)
        where T : class, new()
    {
        var options = new T();
        if (_registration.Setup.Section?.GetSection(name) is { } section)
            _binder.Bind(section, options, name);
        return options;
    }

    // Left unread when the adapter is made by code: its section may then serve that code in another shape.
    private ProcessAdapterOptions? ReadProcess()
    {
        if (_registration.Setup.Adapter is not null)
            return null;
        if (_registration.Setup.Section?.GetSection(Process) is not { } section || !section.Exists())
        {
            _errors.Add(new InvalidOption(Process, "not given", "a section that names a program, unless an adapter is registered"));
            return null;
        }

        var before = _errors.Count;
        var options = _binder.Create<ProcessAdapterOptions>(section, Process);
        if (_errors.Count > before)
            return null;
        try
        {
            options.Check(Process);
            return options;
        }
        catch (ArgumentException e)
        {
            _errors.Add(new InvalidOption(Process, "out of range", $"changed: {e.Message}"));
            return null;
        }
    }

    private static T Changed<T>(T options, Func<T, T>? change) => change is null ? options : change(options);

    private T Checked<T>(string prefix, T options, Func<T, T> check)
    {
        try
        {
            return check(options);
        }
        catch (PoolOptionsException e)
        {
            foreach (var invalid in e.InvalidOptions)
                _errors.Add(invalid with { Name = ConfigurationName.Of(prefix, invalid.Name) });
            return options;
        }
    }

    private string Subject() => _registration.Setup.Section switch
    {
        IConfigurationSection section => $"Configuration section '{section.Path}'",
        null => nameof(PoolOptions),
        _ => "Configuration",
    };
}
