using System.Globalization;

namespace Pool.NUnit.Isolation.Resources;

/// <summary>One declaration of a resource.</summary>
/// <param name="Type">Its class.</param>
/// <param name="Lifetime">How long it lives.</param>
/// <param name="Place">Where it is declared.</param>
/// <param name="StartTimeout">How long its start may take.</param>
/// <param name="StopTimeout">How long its stop may take.</param>
internal sealed record ResourceDeclaration(
    Type Type, ResourceLifetime Lifetime, ResourcePlace Place, TimeSpan StartTimeout, TimeSpan StopTimeout)
{
    private const int MaxTimeoutMs = 3_600_000;

    private static readonly TimeSpan DefaultStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DefaultStop = TimeSpan.FromSeconds(15);

    /// <summary>The class and the life, for messages.</summary>
    public string Name => $"{Type.Name} ({Lifetime.ToString().ToLowerInvariant()})";

    public static ResourceDeclaration Of(ResourceAttribute attribute, ResourcePlace place) => new(
        attribute.ResourceType,
        attribute.Lifetime,
        place,
        TimeSpan.FromMilliseconds(attribute.StartTimeoutMs),
        TimeSpan.FromMilliseconds(attribute.StopTimeoutMs));

    public static ResourceDeclaration OfServices(Type type, TimeSpan? startTimeout, TimeSpan? stopTimeout) =>
        new(type, ResourceLifetime.Test, ResourcePlace.Services, startTimeout ?? DefaultStart, stopTimeout ?? DefaultStop);

    /// <summary>What is wrong with the declaration by itself.</summary>
    public IEnumerable<string> Problems()
    {
        // Elsewhere NUnit does not say when such a life ends.
        string? needed = (Place, Lifetime) switch
        {
            (_, ResourceLifetime.Test) => null,
            (ResourcePlace.Fixture, ResourceLifetime.Fixture) => null,
            (ResourcePlace.Assembly, ResourceLifetime.Assembly or ResourceLifetime.Run) => null,
            (_, ResourceLifetime.Fixture) => "Put it onto the fixture or a base class of it.",
            (_, ResourceLifetime.Assembly or ResourceLifetime.Run) => $"Write [assembly: UseResource<{Type.Name}>(ResourceLifetime.{Lifetime})].",
            _ => "It is Test, Fixture, Assembly or Run.",
        };
        if (needed is not null)
        {
            yield return $"{Type.Name} is declared with lifetime {Lifetime} on {PlaceText}, which can't end it. {needed}";
        }

        foreach ((string name, TimeSpan value) in new[] { ("start", StartTimeout), ("stop", StopTimeout) })
        {
            if (value <= TimeSpan.Zero || value.TotalMilliseconds > MaxTimeoutMs)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Type.Name} may take {value.TotalMilliseconds:0} ms to {name}; the limit is 1 to {MaxTimeoutMs} ms.");
            }
        }
    }

    private string PlaceText => Place switch
    {
        ResourcePlace.Assembly => "the assembly",
        ResourcePlace.Fixture => "the fixture",
        ResourcePlace.Method => "the method",
        _ => "the services",
    };
}
