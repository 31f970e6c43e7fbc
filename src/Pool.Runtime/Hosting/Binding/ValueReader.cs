using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Hosting.Binding;

/// <summary>Reads one option's value: a scalar, a list, a map, a record, or arguments of any shape.</summary>
internal sealed class ValueReader(BindingErrors errors, SectionBinder binder)
{
    public bool TryRead(Type type, IConfigurationSection entry, string name, out object? value)
    {
        value = null;
        var isEmpty = string.IsNullOrEmpty(entry.Value) && !entry.GetChildren().Any();
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return isEmpty || TryRead(underlying, entry, name, out value);
        if (ScalarText.IsScalar(type))
            return TryReadScalar(type, entry, name, out value);
        if (type == typeof(object))
            return Arguments.TryRead(entry, name, errors, out value);
        if (type == typeof(RecoveryMatrix))
            return TryReadMatrix(entry, name, out value);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return TryReadList(type.GetGenericArguments()[0], entry, name, out value);
        if (type == typeof(IReadOnlyDictionary<string, string?>))
            return TryReadMap(entry, name, out value);

        // A record: null in configuration is the absence of one, an empty section one with its defaults.
        if (IsSection(entry, name, "a section"))
            value = entry.Value is null && !entry.GetChildren().Any() ? null : binder.Create(type, entry, name);
        return value is not null || isEmpty;
    }

    private bool TryReadScalar(Type type, IConfigurationSection entry, string name, [NotNullWhen(true)] out object? value)
    {
        value = null;
        if (entry.GetChildren().Any())
            errors.Add(new InvalidOption(name, "a section", ScalarText.Expected(type)));
        else if (!ScalarText.TryParse(type, entry.Value, out value))
            errors.Add(new InvalidOption(name, entry.Value is null ? "null" : $"'{entry.Value}'", ScalarText.Expected(type)));
        return value is not null;
    }

    private bool TryReadList(Type element, IConfigurationSection entry, string name, [NotNullWhen(true)] out object? value)
    {
        value = null;
        if (!IsSection(entry, name, "a list"))
            return false;
        var items = entry.GetChildren().ToList();
        var list = Array.CreateInstance(element, items.Count);
        var read = 0;
        foreach (var (index, item) in items.Index())
        {
            if (TryRead(element, item, ConfigurationName.Of(name, item.Key), out var read1))
            {
                list.SetValue(read1, index);
                read++;
            }
        }

        value = read == items.Count ? list : null;
        return value is not null;
    }

    private bool TryReadMap(IConfigurationSection entry, string name, [NotNullWhen(true)] out object? value)
    {
        value = IsSection(entry, name, "a section of names and values")
            ? entry.GetChildren().ToDictionary(item => item.Key, item => item.Value, StringComparer.Ordinal)
            : null;
        return value is not null;
    }

    // What is said replaces single rules of the default matrix: Matrix:Timeout:Major:Strategy.
    private bool TryReadMatrix(IConfigurationSection entry, string name, [NotNullWhen(true)] out object? value)
    {
        value = null;
        if (!IsSection(entry, name, "a section of categories"))
            return false;
        var before = errors.Count;
        var matrix = RecoveryMatrix.Default;
        foreach (var row in entry.GetChildren())
        {
            foreach (var cell in row.GetChildren())
            {
                var (rowName, cellName) = (ConfigurationName.Of(name, row.Key), ConfigurationName.Of(name, $"{row.Key}:{cell.Key}"));
                if (!TryReadKey<ErrorCategory>(row.Key, rowName, out var category) || !TryReadKey<ErrorSeverity>(cell.Key, cellName, out var severity))
                    continue;
                var rule = binder.Create<RecoveryRule>(cell, cellName);
                try
                {
                    matrix = matrix.With(category, severity, rule);
                }
                catch (PoolOptionsException e)
                {
                    foreach (var invalid in e.InvalidOptions)
                        errors.Add(invalid with { Name = ConfigurationName.Of(cellName, invalid.Name) });
                }
            }
        }

        value = errors.Count == before ? matrix : null;
        return value is not null;
    }

    private bool TryReadKey<TEnum>(string key, string name, out TEnum value)
        where TEnum : struct, Enum
    {
        if (ScalarText.TryParse(typeof(TEnum), key, out var parsed))
        {
            value = (TEnum)parsed;
            return true;
        }

        value = default;
        errors.Add(new InvalidOption(name, "no such name", ScalarText.Expected(typeof(TEnum))));
        return false;
    }

    private bool IsSection(IConfigurationSection entry, string name, string expected)
    {
        if (string.IsNullOrEmpty(entry.Value))
            return true;
        errors.Add(new InvalidOption(name, $"'{entry.Value}'", expected));
        return false;
    }
}
