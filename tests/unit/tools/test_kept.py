"""What is kept in memory: read once for each version, and only of recent tenants."""

from tools.kept import Kept


def test_a_version_is_read_once() -> None:
    kept, reads = Kept[str](2), list[str]()

    def read(word: str) -> str:
        reads.append(word)
        return word

    assert [kept.of("a", 1, lambda: read("one")) for _ in range(3)] == ["one"] * 3
    assert kept.of("a", 2, lambda: read("two")) == "two"
    assert reads == ["one", "two"]


def test_who_was_not_asked_about_for_longest_is_forgotten() -> None:
    kept = Kept[str](2)
    for tenant in "abc":
        kept.of(tenant, 1, lambda tenant=tenant: tenant)  # type: ignore[misc]  # bound now
    assert kept.of("a", 1, lambda: "again") == "again"
    assert kept.of("c", 1, lambda: "again") == "c"
