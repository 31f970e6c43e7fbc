"""What a worker is as a process, and processes that it starts in every way that lets them outlive it."""

import os
import random
import signal
import subprocess
import sys
import threading
import time

from pool_worker import Worker

worker = Worker("process_worker 1")
state = {"value": "as imported"}
generator_at_import = random.random()

if "IMPORTS" in os.environ:
    with open(os.environ["IMPORTS"], "a", encoding="ascii") as imports:
        imports.write("%d\n" % os.getpid())
if "THREAD_AT_IMPORT" in os.environ:
    threading.Thread(target=time.sleep, args=(3600,), daemon=True).start()
if "FAIL_AT_IMPORT" in os.environ:
    raise RuntimeError("this module cannot be imported")
if "SLOW_IMPORT" in os.environ:
    time.sleep(float(os.environ["SLOW_IMPORT"]))


def note(variable):
    if variable in os.environ:
        with open(os.environ[variable], "a", encoding="ascii") as notes:
            notes.write("%d\n" % os.getpid())


@worker.preload
def load():
    note("PRELOADS")


@worker.on_start
def start():
    note("STARTS")
    if "STARTS" in os.environ:
        import logging

        logging.getLogger("process").warning("started as %d", os.getpid())


@worker.command("effect")
def change(value, path):
    """Leaves traces that no sibling may see."""
    state["value"] = value
    os.environ["CHANGED"] = value
    state["file"] = open(path, "w", encoding="ascii")
    os.chdir("/")
    random.seed(1)
    return None


@worker.command("query")
def look():
    """What this process finds of itself."""
    return {
        "value": state["value"], "changed": os.environ.get("CHANGED"), "random": random.random(), "cwd": os.getcwd(),
        "files": sorted(filter(None, map(link, os.listdir("/proc/self/fd")))), "hash": hash("pool"),
        "generator_at_import": generator_at_import, "threads": len(os.listdir("/proc/self/task")), "parent": os.getppid(),
    }


def link(fd):
    try:
        return os.readlink("/proc/self/fd/" + fd)
    except OSError:
        return None


@worker.command("query")
def limits():
    import resource

    return {"nice": os.nice(0), "cpus": sorted(os.sched_getaffinity(0)), "files": list(resource.getrlimit(resource.RLIMIT_NOFILE))}


@worker.command("query")
def variables(names):
    """Of this process, and of what it starts."""
    child = subprocess.run([sys.executable, "-I", "-S", "-c", "import os,sys; print('\\n'.join(os.environ.get(n, '-') for n in sys.argv[1:]))"] + names,
                           stdout=subprocess.PIPE, check=True)
    return {"own": [os.environ.get(name, "-") for name in names], "child": child.stdout.decode().split()}


@worker.command("effect")
def leave(how, mark):
    """Starts a process that carries `mark` in its command line, or waits for ever like this one."""
    if how == "child":
        subprocess.Popen(["sleep", mark])
    elif how == "daemon":
        _twice(lambda: os.execvp("sleep", ["sleep", mark]))
    elif how == "bare daemon":
        _twice(lambda: os.execve("/bin/sleep", ["sleep", mark], {}))
    elif how == "forked daemon":
        _twice(signal.pause)
    else:
        raise ValueError(how)
    return None


def _twice(act):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            act()
        os._exit(0)
    else:
        os.wait()


@worker.command("query")
def print_in_c(text):
    import ctypes

    c = ctypes.CDLL(None)
    c.puts(text.encode())
    c.fflush(None)
    os.write(1, text.encode())
    subprocess.run(["echo", text], check=True)


@worker.command("effect")
def exit_with(code):
    os._exit(code)


@worker.command("query")
def wait(seconds):
    time.sleep(seconds)
