using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pool.Reporting.Reports;

/// <summary>Lets one process of this user at a time write the reports of a directory.</summary>
internal sealed class DirectoryLock : IDisposable
{
    private readonly Mutex _mutex;

    private DirectoryLock(Mutex mutex) => _mutex = mutex;

    /// <summary>Waits for its turn. The calling thread must also be the one that disposes the lock.</summary>
    internal static DirectoryLock Acquire(string directory, TimeSpan timeout)
    {
        // Not only of this session: CI starts test hosts in sessions of their own.
        var mutex = new Mutex(
            initiallyOwned: false,
            NameOf(directory),
            new NamedWaitHandleOptions { CurrentUserOnly = true, CurrentSessionOnly = false });
        try
        {
            if (!mutex.WaitOne(timeout))
            {
                throw new TimeoutException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Another process has been writing the reports in {directory} for more than {timeout.TotalSeconds:0} s. End it, or run 'pool-report render' later."));
            }
        }
        catch (AbandonedMutexException)
        {
            // Its owner died while it wrote. We own the lock now, and every file is replaced as a whole, so nothing is
            // half done.
        }
        catch
        {
            mutex.Dispose();
            throw;
        }

        return new DirectoryLock(mutex);
    }

    public void Dispose()
    {
        _mutex.ReleaseMutex();
        _mutex.Dispose();
    }

    // A path is too long for a name and full of separators; its hash is neither.
    private static string NameOf(string directory) =>
        "pool-report-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(directory))))[..32];
}
