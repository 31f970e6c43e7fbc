using System.Globalization;

namespace Pool.Runtime.Errors;

/// <summary>Collects what is wrong with an options record, so that one exception names everything.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class OptionsCheck(string optionsName, string poolName = "")
{
    private readonly List<InvalidOption> _invalid = [];

    /// <summary>
    /// Notes the option unless <paramref name="holds"/>; <paramref name="allowed"/> ends "must be ...".
    /// </summary>
    public OptionsCheck Require(bool holds, string name, object? value, string allowed)
    {
        if (!holds)
        {
            _invalid.Add(new InvalidOption(name, Text(value), allowed));
        }

        return this;
    }

    public void ThrowIfInvalid()
    {
        if (_invalid.Count > 0)
        {
            throw new PoolOptionsException(new PoolErrorContext(poolName) { Attempts = 0 }, optionsName, _invalid);
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        TimeSpan duration => ErrorText.Of(duration),
        string text => $"'{text}'",
        IFormattable formattable => formattable.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
