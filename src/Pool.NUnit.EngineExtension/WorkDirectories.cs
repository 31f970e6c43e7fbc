using System.Xml;

namespace Pool.NUnit.EngineExtension;

/// <summary>Finds NUnit's work directories in the XML of a finished run.</summary>
internal static class WorkDirectories
{
    /// <summary>
    /// The WorkDirectory setting of each assembly; NUnit works in the current directory where none is set.
    /// </summary>
    internal static IReadOnlyList<string> In(string testRun)
    {
        var directories = new List<string>();
        using var reader = XmlReader.Create(
            new StringReader(testRun), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, CheckCharacters = false });
        var assemblies = 0;
        var set = 0;
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (reader.Name is "test-suite" && reader.GetAttribute("type") is "Assembly")
            {
                assemblies++;
            }
            else if (reader.Name is "setting"
                && reader.GetAttribute("name") is "WorkDirectory"
                && reader.GetAttribute("value") is { Length: > 0 } directory)
            {
                directories.Add(Path.GetFullPath(directory));
                set++;
            }
        }

        if (set < assemblies)
        {
            directories.Add(Environment.CurrentDirectory);
        }

        return [.. directories.Distinct(StringComparer.Ordinal)];
    }
}
