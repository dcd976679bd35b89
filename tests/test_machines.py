"""The committed results on two other kinds of processor, which this machine plays."""

from benchmarks.machines import play_processors


def test_results_do_not_depend_on_the_processor() -> None:
    """Same bytes where the arithmetic is fixed; else other last bits, and no other result."""
    differ = play_processors(
        {"AVX2": ("Haswell", "AVX2"), "SSE4.2": ("Nehalem", "SSE")}, lambda line: None, threads=[2]
    )
    assert differ.pop(("AVX2", "fixed"), (0, 0, 0)) == (0, 0, 0)
    assert {way: counts[1:] for way, counts in differ.items()} == dict.fromkeys(differ, (0, 0))
    assert ("SSE4.2", "its own, 2 threads") in differ
