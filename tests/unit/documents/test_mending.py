"""What arithmetic gives back to a photo, and what it leaves alone."""

from decimal import Decimal

from haat.documents.mending import mended
from haat.documents.paper import Box, Fields, Paper

D = Decimal
BLUR = (Box("total", "", 1, (0, 0, 1, 1), 0.9),)


def lines(line: Fields, *, scanned: bool = True) -> Fields:
    paper = Paper("gst_invoice", 1.0, {}, (line,), BLUR if scanned else ())
    return mended(paper).lines[0]


def test_a_lost_point_is_put_back_where_the_sum_then_agrees() -> None:
    line = {"quantity": D(75), "rate": D("182.00"), "taxable": D("1365.00")}
    assert lines(line)["quantity"] == D("7.5")
    assert lines({**line, "quantity": D("7.5"), "taxable": D(136500)})["taxable"] == D(1365)
    total = {"taxable": D(441), "cgst": D("11.03"), "sgst": D("11.02"), "total": D(46305)}
    assert lines(total)["total"] == D("463.05")


def test_a_wrong_sum_stays_wrong() -> None:
    line = {"quantity": D(7), "rate": D(182), "taxable": D(1365)}
    assert lines(line) == line


def test_a_text_layer_loses_no_points() -> None:
    line = {"quantity": D(75), "rate": D("182.00"), "taxable": D("1365.00")}
    assert lines(line, scanned=False) == line


def test_a_lost_minus_is_put_back() -> None:
    fields = {"taxable": D("100.24"), "round_off": D("0.24"), "total": D(100)}
    assert mended(Paper("x", 1.0, fields, (), BLUR)).fields["round_off"] == D("-0.24")
    right = {"taxable": D("99.76"), "round_off": D("0.24"), "total": D(100)}
    assert mended(Paper("x", 1.0, right, (), BLUR)).fields == right


def test_a_count_that_was_not_seen_is_what_the_price_makes_whole() -> None:
    line = {"rate": D("89.50"), "taxable": D("537.00")}
    assert lines(line)["quantity"] == 6
    assert lines({**line, "taxable": D("510.15"), "discount": D("26.85")})["quantity"] == 6


def test_no_count_is_made_up_where_the_price_makes_none() -> None:
    for line in (
        {"rate": D("89.50"), "taxable": D("540.00")},
        {"rate": D("0.50"), "taxable": D(537)},
        {"rate": D(5)},
    ):
        assert "quantity" not in lines(line)
    assert "quantity" not in lines({"rate": D("89.50"), "taxable": D("537.00")}, scanned=False)
