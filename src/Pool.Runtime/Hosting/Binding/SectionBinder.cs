using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Hosting.Binding;

/// <summary>
/// Reads options records from configuration. Other than the binder of Microsoft.Extensions it reads the whole section
/// whatever is wrong with it, takes no unknown name, and takes no duration without a colon (there, "5" is five days).
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class SectionBinder
{
    private readonly BindingErrors _errors;
    private readonly ValueReader _values;

    public SectionBinder(BindingErrors errors)
    {
        _errors = errors;
        _values = new ValueReader(errors, this);
    }

    /// <summary>A record with what a section says of it; options that are required and missing are errors.</summary>
    public T Create<T>(IConfiguration section, string prefix) => (T)Create(typeof(T), section, prefix);

    public object Create(Type type, IConfiguration section, string prefix)
    {
        // Skips the check of `required` members, which is the compiler's.
        var options = Activator.CreateInstance(type)!;
        Bind(section, options, prefix);
        foreach (var required in Options(type).Where(option => option.IsDefined(typeof(RequiredMemberAttribute))))
        {
            if (!section.GetSection(required.Name).Exists())
                _errors.Add(new InvalidOption(ConfigurationName.Of(prefix, required.Name), "missing", "given"));
        }

        return options;
    }

    /// <summary>Sets what a section says on a record that nobody else has seen yet.</summary>
    /// <param name="section">The section.</param>
    /// <param name="options">The record.</param>
    /// <param name="prefix">Where the section lies, for messages.</param>
    /// <param name="others">Names in the section that are not the record's.</param>
    public void Bind(IConfiguration section, object options, string prefix, params string[] others)
    {
        var known = Options(options.GetType()).ToDictionary(option => option.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var entry in section.GetChildren())
        {
            var name = ConfigurationName.Of(prefix, entry.Key);
            if (known.TryGetValue(entry.Key, out var option))
            {
                if (_values.TryRead(option.PropertyType, entry, name, out var value))
                    option.SetValue(options, value);
            }
            else if (!others.Contains(entry.Key, StringComparer.OrdinalIgnoreCase))
            {
                var meant = NearestName.Among(known.Keys.Concat(others), entry.Key);
                // Without its value, which may be a secret that belongs elsewhere.
                _errors.Add(new InvalidOption(name, "no option", meant is null ? "removed" : $"removed or spelled '{meant}'"));
            }
        }
    }

    private static IEnumerable<PropertyInfo> Options(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true });
}
