"""Measures `compute` through PyPI's cyfaust on the programs that faust-bench measures.

cyfaust brings a libfaust of its own, so its times tell what a call through it costs on top, and what its
interpreter takes; they are not the same machine code as those of Debian's libfaust.
"""

import array
import random
import sys
import time

from cyfaust import cyfaust

PROGRAMS = [
    ("wire", "process = _;"),
    ("oscillator", 'import("stdfaust.lib"); process = os.osc(440);'),
    ("reverb", 'import("stdfaust.lib"); process = dm.freeverb_demo;'),
]


def rows(channels, frames, noise):
    # cyfaust wants a row even where the program has no input to read it.
    channels = max(channels, 1)
    values = [random.uniform(-0.5, 0.5) if noise else 0.0 for _ in range(channels * frames)]
    return memoryview(array.array("f", values)).cast("B").cast("f", [channels, frames])


def best(rounds, calls, call):
    times = []
    for _ in range(rounds):
        start = time.perf_counter_ns()
        for _ in range(calls):
            call()
        times.append((time.perf_counter_ns() - start) / calls)
    return min(times)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    print(f"compute through cyfaust, nanoseconds a call; its libfaust is {cyfaust.get_version()}")
    for name, source in PROGRAMS:
        factory = cyfaust.create_dsp_factory_from_string(name, source)
        instance = factory.create_dsp_instance()
        instance.init(48000)
        for frames in (64, 512):
            inputs = rows(instance.get_numinputs(), frames, True)
            outputs = rows(instance.get_numoutputs(), frames, False)

            def call():
                instance.compute(frames, inputs, outputs)

            print(f"{'interpreter':>12}{name:>12}{frames:>12}{best(rounds, 20, call):>12.1f}")


main()
