// Compiles a worker ahead of time, apart from the build, whose lock files know no runtime identifier.

void RunNative()
{
    const string Worker = "Pool.Worker.Specimens";
    const string Runtime = "linux-x64";
    Dotnet(
        "publish", $"tests/specimens/{Worker}", "--configuration", Configuration, "--runtime", Runtime, "--artifacts-path", "artifacts/native", "--nologo",
        "-p:PublishAot=true", "-p:NuGetLockFilePath=obj/native.lock.json", "-p:RestoreLockedMode=false");
    var program = MakeAbsolute(File($"artifacts/native/publish/{Worker}/{Configuration.ToLowerInvariant()}_{Runtime}/{Worker}")).FullPath;
    RunTests(
        "native",
        [new TestRun("tests/Pool.SystemTests", "FullyQualifiedName~ReflectionFreeWorker")],
        new Dictionary<string, string> { ["POOL_REFLECTION_FREE_WORKER"] = program });
    Information($"The worker is {program}");
}
