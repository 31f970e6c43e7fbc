global using Pool.NUnit.Isolation;
global using Pool.NUnit.Isolation.Determinism;
global using Pool.NUnit.Isolation.Faults;
global using Pool.NUnit.Isolation.Load;
global using Pool.NUnit.Isolation.Monitoring;
global using Pool.NUnit.Isolation.Scripting;
global using Pool.Runtime;
